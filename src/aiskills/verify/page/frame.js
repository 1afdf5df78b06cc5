// What stands still on the page: fields, buttons, and the places for answers.

// The parts of the page in the language of the words `page`, by name; `whole` adds the heading of a page of its own.
function frame(page, language, whole) {
  const described = (id) => ({ id, "aria-describedby": `${id}-hint` });
  const field = { autocomplete: "off", spellcheck: "false", dir: "ltr" };
  const parts = {
    select: make("select", { id: "verify-language" }),
    files: make("input", { type: "file", multiple: true, ...described("verify-files") }),
    kinds: make("p", { id: "verify-files-hint", class: "verify-hint", text: `${page.drop} ${page.kinds}` }),
    camera: make("button", { type: "button", hidden: true, text: page.camera }),
    video: make("video", { hidden: true, playsinline: true, "aria-label": page.cameraHint }),
    text: make("textarea", { rows: "3", ...field, ...described("verify-text") }),
    button: make("button", { type: "button", text: page.check }),
    email: make("input", { type: "email", ...field, ...described("verify-email") }),
    said: make("p", { role: "status", class: "verify-said", tabindex: "-1", text: page.nothingYet }),
    asked: make("div"),
    answers: make("div"),
    lists: make("details", { class: "verify-trust" }),
  };
  parts.video.muted = true;
  for (const one of Object.keys(OWN_NAMES)) {
    parts.select.append(make("option", { value: one, lang: one, text: OWN_NAMES[one], selected: one === language }));
  }
  const label = (id, text) => make("label", { for: id, text });
  const hint = (id, text) => make("p", { id: `${id}-hint`, class: "verify-hint", text });
  parts.drop = make(
    "div",
    { class: "verify-drop" },
    parts.files,
    label("verify-files", page.choose),
    parts.kinds,
    parts.camera,
    parts.video,
  );
  const choice = make("p", { class: "verify-language" }, label("verify-language", page.language), parts.select);
  const text = [label("verify-text", page.text), hint("verify-text", page.textHint), parts.text, parts.button];
  const email = [label("verify-email", page.email), hint("verify-email", page.emailHint), parts.email];
  parts.all = [
    make("div", { class: "verify-top" }, whole ? make("h1", { text: page.title }) : null, choice),
    make("p", { text: page.promise }),
    make("h2", { text: page.certificate }),
    parts.drop,
    make("div", { class: "verify-fields" }, make("div", {}, ...text), make("div", {}, ...email)),
    make("h2", { text: page.answers }),
    parts.said,
    parts.asked,
    parts.answers,
    parts.lists,
  ];
  return parts;
}

// The question whether a list of issuers is to be used; `settle` is called with the answer.
function issuersQuestion(page, file, names, settle) {
  const button = (words, answer) => {
    const made = make("button", { type: "button", text: words });
    made.addEventListener("click", () => settle(answer));
    return made;
  };
  return make(
    "div",
    { class: "verify-question" },
    make("p", { text: fill(page.issuersFound, { file, names }) }),
    make("p", {}, button(page.issuersUse, true), " ", button(page.issuersRefuse, false)),
  );
}

// What the page trusts, in words: issuers, and the status lists at hand as [name, made, until].
function trustWords(page, issuers, lists) {
  const names = issuers.map(({ name, id }) =>
    make("li", {}, own(name), " ", make("code", { text: harmless(id), dir: "ltr" })),
  );
  const lines = lists.map(({ issuer, made, until }) =>
    make("li", { text: fill(page.statusLine, { issuer, date: day(made), until: day(until) || page.noEnd }) }),
  );
  return [
    make("summary", { text: page.trust }),
    make("p", { text: names.length ? page.trustIssuers : page.trustNobody }),
    names.length ? make("ul", {}, ...names) : "",
    make("p", { text: lines.length ? page.statusLists : page.statusNoLists }),
    lines.length ? make("ul", {}, ...lines) : "",
    make("p", { text: page.addLists }),
  ];
}
