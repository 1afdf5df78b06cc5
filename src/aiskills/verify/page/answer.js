// One answer: the sentence, the separate lines of what was checked, what was achieved, and what experts look for.
const SIGNS = {
  good: "good",
  "status-old": "care",
  "status-unknown": "care",
  "unknown-issuer": "care",
  "unknown-key": "care",
  "no-credential": "none",
  damaged: "none",
};
const sign = (outcome) => SIGNS[outcome] ?? "bad";

// The signature's own state. A revoked certificate, for one, is not valid, and still its signature fits.
function signatureState(report) {
  if (["no-credential", "damaged", "unknown-key"].includes(report.outcome)) return "Unchecked";
  return ["not-accepted", "forged", "withdrawn-key"].includes(report.outcome) ? "Invalid" : "Valid";
}

function issuerState(report) {
  if (signatureState(report) !== "Valid" && report.outcome !== "unknown-key") return "Unproven";
  return report.trusted ? "Trusted" : "Unknown";
}

// The line on revocation, or null where no signature made the question worth asking.
function statusLine(report, page) {
  if (signatureState(report) !== "Valid") return null;
  const facts = { date: day(report.status.made), days: report.status.ageDays };
  if (report.status.made === null) return report.status.listed ? page.statusNone : page.statusUnlisted;
  return fill(report.outcome === "revoked" ? page.statusRevoked : page.statusClear, facts);
}

function personLine(report, page) {
  if (signatureState(report) !== "Valid") return null;
  if (report.outcome === "other-person") return page.personOther;
  return report.personChecked ? page.personFits : page.personUnasked;
}

// A list of names and values; those without a value are left out.
function list(kind, lines) {
  const there = lines.filter(([, value]) => value !== null && value !== undefined && value !== "");
  if (!there.length) return null;
  const parts = there.map(([name, value]) => make("div", {}, make("dt", { text: name }), make("dd", {}, value)));
  return make("dl", { class: kind }, ...parts);
}

// Results of this library are percent; another issuer's may be words.
const percent = (value) => (/^\d+(\.\d+)?$/.test(value) ? `${value} %` : value);

function resultsTable(results, page, caption) {
  if (!results.length) return null;
  const heading = (text) => make("th", { scope: "col", text });
  const head = make("tr", {}, heading(page.module), heading(page.result));
  const rows = results.map(({ name, value }) =>
    make("tr", {}, make("th", { scope: "row" }, own(name ?? "")), make("td", {}, own(percent(value)))),
  );
  return make(
    "table",
    { class: "verify-results" },
    make("caption", {}, caption),
    make("thead", {}, head),
    make("tbody", {}, ...rows),
  );
}

function folded(words, ...inside) {
  return make("details", {}, make("summary", { text: words }), ...inside);
}

function members(facts, page) {
  return (facts.members ?? []).map((member) =>
    member.results.length
      ? resultsTable(member.results, page, own(member.achievement ?? ""))
      : make("p", {}, own(member.achievement ?? "")),
  );
}

function evidence(facts, page) {
  if (!facts.evidence.length) return null;
  const lines = facts.evidence.map((id) => make("li", {}, make("code", { text: id, dir: "ltr" })));
  return folded(
    fill(page.evidence, { count: facts.evidence.length }),
    make("p", { text: page.evidenceHint }),
    make("ul", {}, ...lines),
  );
}

function alignments(facts, page) {
  if (!facts.alignments.length) return null;
  const lines = facts.alignments.map(({ framework, code, name }) =>
    make("li", {}, own([framework, code, name].filter(Boolean).join(" · "))),
  );
  return make("div", {}, make("h4", { text: page.mapped }), make("ul", {}, ...lines));
}

function achieved(report, page) {
  const { facts } = report;
  const named = { Badge: page.kindBadge, Certificate: page.kindCertificate, MicroCredential: page.kindMicroCredential };
  const type = Object.hasOwn(named, facts.achievementType) ? named[facts.achievementType] : facts.achievementType;
  const kind = report.kind === "record" ? page.kindRecord : type;
  const date = (moment) => moment && make("time", { datetime: moment, text: day(moment) });
  const inside = members(facts, page);
  return [
    list("verify-facts", [
      [page.person, facts.name && own(facts.name)],
      [page.achievement, facts.achievement && own(facts.achievement)],
      [page.kind, kind && own(kind)],
      [page.issuedBy, facts.issuer && own(facts.issuer)],
      [page.issuedOn, date(facts.validFrom)],
      [page.until, date(facts.validUntil) ?? page.noEnd],
    ]),
    resultsTable(facts.results, page, page.results),
    inside.length ? make("div", {}, make("h4", { text: page.members }), ...inside) : null,
    alignments(facts, page),
    evidence(facts, page),
  ];
}

function experts(report, page) {
  const { facts } = report;
  const code = (text) => text && make("code", { text, dir: "ltr" });
  const lines = list("verify-facts", [
    [page.outcomeCode, code(report.outcome)],
    [page.certificateId, code(facts.id)],
    [page.issuerId, code(facts.issuerId)],
    [page.keyId, code(facts.keyId)],
    [page.certificateLanguage, code(facts.language)],
  ]);
  return folded(page.experts, lines);
}

// The article for one report. `name` is the file's name, or says where the text came from.
function answer(name, report, language) {
  const { page } = WORDS[language];
  const kind = sign(report.outcome);
  const words = page[`sign${kind[0].toUpperCase()}${kind.slice(1)}`];
  const heading = make("h3", { tabindex: "-1" }, shape(kind), make("span", { text: words }));
  const lines = list("verify-checks", [
    [page.signature, page[`signature${signatureState(report)}`]],
    [page.issuer, page[`issuer${issuerState(report)}`]],
    [page.status, statusLine(report, page)],
    [page.recipient, personLine(report, page)],
  ]);
  const proven = signatureState(report) === "Valid" || report.kind === null;
  return make(
    "article",
    { class: `verify-answer verify-${kind}`, "data-outcome": report.outcome },
    make(
      "header",
      {},
      make("p", { class: "verify-file" }, own(name)),
      heading,
      make("p", { class: "verify-sentence", text: sentence(report, language) }),
    ),
    report.outcome === "no-credential" ? null : lines,
    proven ? null : make("p", { class: "verify-claims", text: page.claims }),
    ...(report.kind === null ? [] : [...achieved(report, page), experts(report, page)]),
  );
}
