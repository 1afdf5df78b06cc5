// The words of the page in the reader's language. `WORDS` (all languages) stands before these scripts.
const RIGHT_TO_LEFT = ["ar"];
const OWN_NAMES = { en: "English", fr: "Français", es: "Español", pt: "Português", ar: "العربية", zh: "中文" };
const LONGEST = 300;
// Characters without a shape that texts in Arabic, Persian and Indic scripts need; all others of their class go.
const HIDDEN = /(?![\u200c\u200d\u0600-\u0605\u06dd\u070f\u08e2])[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu;

// The first language of the wishes (tags such as "pt-BR") that there are words for.
function chooseLanguage(wishes) {
  const short = wishes.filter(Boolean).map((wish) => wish.toLowerCase().split("-")[0]);
  return short.find((one) => Object.hasOwn(WORDS, one)) ?? "en";
}

// A stranger's text for the page: no control characters, nothing that turns the direction of writing, not endless.
function harmless(value) {
  const letters = [...value.replace(HIDDEN, "\ufffd")];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST).join("")}…` : letters.join("");
}

// A sentence with its places filled, in one pass. What is filled in keeps its own direction of writing (U+2068/2069).
function fill(sentence, facts) {
  return sentence.replace(/\{(\w+)\}/g, (place, name) => (name in facts ? `\u2068${facts[name]}\u2069` : place));
}

// The day (UTC) of a time in a certificate, "" where it is no time.
function day(moment) {
  const found = time(moment);
  if (found === null) return "";
  return new Date(Math.floor(found / 1000)).toISOString().replace(/T.*/, "");
}

// What a report means, and what to do (as verify/sentences.py).
function sentence({ facts, outcome, status }, language) {
  const { outcomes, blanks } = WORDS[language];
  const moment = outcome === "expired" ? facts.validUntil : facts.validFrom;
  const filled = { days: status.ageDays, date: day(moment) || blanks.date };
  for (const name of ["issuer", "name", "achievement"]) {
    filled[name] = facts[name] ? harmless(facts[name]) : blanks[name];
  }
  return fill(outcomes[outcome], filled);
}
