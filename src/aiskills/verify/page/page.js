// The interface: files, texts, the camera, an e-mail address, more lists; every check is done here and nothing is sent.
class CheckPage {
  constructor(mount, trust) {
    this.mount = mount;
    this.trust = { issuers: [...(trust.issuers ?? [])], status: [...(trust.status ?? [])] };
    this.whole = mount.hasAttribute("data-whole-page");
    const wishes = this.whole ? navigator.languages : [document.documentElement.lang, ...navigator.languages];
    this.language = chooseLanguage(wishes);
    this.shown = []; // what is checked: {name (a word of the page or a file's name), data}
    this.notes = []; // what is said about lists that were added
    this.waiting = []; // status lists whose issuer is not trusted here, with the file that brought them
    this.run = 0;
    this.reader = null;
    this.build();
    this.listen();
    this.enable();
  }

  get page() {
    return WORDS[this.language].page;
  }

  // The frame is built again in another language; what was typed stays.
  build() {
    const { page } = this;
    const typed = [this.text?.value ?? "", this.email?.value ?? ""];
    const languages = Object.keys(OWN_NAMES).filter((one) => one in WORDS);
    this.select = make("select", { id: "verify-language" });
    for (const one of languages) {
      this.select.append(make("option", { value: one, lang: one, text: OWN_NAMES[one], selected: one === this.language }));
    }
    this.files = make("input", { type: "file", multiple: true, id: "verify-files", "aria-describedby": "verify-kinds" });
    this.text = make("textarea", { id: "verify-text", rows: "3", spellcheck: "false", autocomplete: "off", dir: "ltr", "aria-describedby": "verify-text-hint" });
    this.button = make("button", { type: "button", text: page.check });
    this.email = make("input", { type: "email", id: "verify-email", autocomplete: "off", dir: "ltr", "aria-describedby": "verify-email-hint" });
    [this.text.value, this.email.value] = typed;
    this.camera = make("button", { type: "button", hidden: true, text: page.camera });
    this.video = make("video", { hidden: true, playsinline: true, "aria-label": page.cameraHint });
    this.video.muted = true;
    this.drop = make(
      "div",
      { class: "verify-drop" },
      make("label", { for: "verify-files", text: page.choose }),
      this.files,
      make("p", { id: "verify-kinds", class: "verify-hint", text: `${page.drop} ${page.kinds}` }),
      make("p", {}, this.camera),
      this.video,
    );
    this.said = make("p", { role: "status", class: "verify-said", tabindex: "-1" });
    this.answers = make("div", { class: "verify-answers" });
    this.asked = make("div", { class: "verify-asked" });
    this.lists = make("details", { class: "verify-trust" });
    const heading = this.whole ? make("h1", { text: page.title }) : null;
    this.mount.replaceChildren(
      make(
        "div",
        { class: "verify-top" },
        heading,
        make("p", { class: "verify-language" }, make("label", { for: "verify-language", text: page.language }), this.select),
      ),
      make("p", { class: "verify-promise", text: page.promise }),
      make("h2", { text: page.certificate }),
      this.drop,
      make(
        "div",
        { class: "verify-fields" },
        make(
          "div",
          {},
          make("label", { for: "verify-text", text: page.text }),
          make("p", { id: "verify-text-hint", class: "verify-hint", text: page.textHint }),
          this.text,
          this.button,
        ),
        make(
          "div",
          {},
          make("label", { for: "verify-email", text: page.email }),
          make("p", { id: "verify-email-hint", class: "verify-hint", text: page.emailHint }),
          this.email,
        ),
      ),
      make("h2", { text: page.answers }),
      this.said,
      this.asked,
      this.answers,
      this.lists,
    );
    this.mount.lang = this.language;
    this.mount.dir = RIGHT_TO_LEFT.includes(this.language) ? "rtl" : "ltr";
    if (this.whole) {
      Object.assign(document.documentElement, { lang: this.language, dir: this.mount.dir });
      document.title = page.title;
    }
    this.said.textContent = page.nothingYet;
    this.showLists();
    this.connect();
  }

  connect() {
    this.select.addEventListener("change", async () => {
      this.language = this.select.value;
      this.build();
      this.enable();
      this.select.focus();
      await this.check();
    });
    this.files.addEventListener("change", async () => {
      const files = [...this.files.files];
      // The same file can be chosen again after it was changed.
      this.files.value = "";
      await this.receive(files);
    });
    this.button.addEventListener("click", () => this.receiveText());
    this.text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.receiveText();
    });
    this.email.addEventListener("change", () => this.check());
    this.camera.addEventListener("click", () => this.useCamera());
  }

  // What belongs to the window is connected once.
  listen() {
    const over = (event, on) => {
      if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
      event.preventDefault();
      this.drop.classList.toggle("verify-over", on);
    };
    window.addEventListener("dragover", (event) => over(event, true));
    window.addEventListener("dragleave", (event) => over(event, false));
    window.addEventListener("drop", (event) => {
      over(event, false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length) this.receive(files);
    });
    window.addEventListener("hashchange", () => this.receiveAddress());
    this.receiveAddress();
  }

  // The camera and photographs are offered only where they work.
  async enable() {
    this.reader ??= await codeReader();
    if (!this.reader) return;
    document.getElementById("verify-kinds").append(` ${this.page.photograph}`);
    this.camera.hidden = !(await hasCamera());
  }

  async useCamera() {
    if (this.scanning) {
      this.scanning = false;
      return;
    }
    this.scanning = true;
    this.camera.textContent = this.page.cameraStop;
    this.video.hidden = false;
    this.said.textContent = this.page.cameraHint;
    try {
      const text = await scan(this.reader, this.video, () => !this.scanning);
      if (text) await this.show([{ word: "fromCamera", data: toBytes(text) }]);
    } catch {
      this.said.textContent = this.page.cameraFailed;
    }
    this.scanning = false;
    this.camera.textContent = this.page.camera;
    this.video.hidden = true;
  }

  async receiveAddress() {
    if (!location.hash.startsWith("#1.")) return;
    await this.show([{ word: "fromAddress", data: toBytes(`AISKILLS1.${location.hash.slice(3)}`) }]);
  }

  // A hand scanner types one code after the other: the field keeps the focus, and the next text takes the place of this one.
  async receiveText() {
    const text = this.text.value.trim();
    if (!text) return;
    this.text.select();
    await this.receiveAll([{ word: "fromText", data: toBytes(text) }], false);
  }

  async receive(files) {
    const inputs = files.map(async (file) => {
      const data = new Uint8Array(await file.slice(0, LARGEST_FILE + 1).arrayBuffer());
      return { name: file.name, data };
    });
    await this.receiveAll(await Promise.all(inputs), true);
  }

  // Lists are put aside and used first; the rest is checked.
  async receiveAll(inputs, focus) {
    const certificates = [];
    this.notes = [];
    this.asked.replaceChildren();
    const found = inputs.map((input) => [input, recognise(input.data)]);
    for (const [input, lists] of found) {
      if (!lists) certificates.push(input);
      else if (lists.broken) this.notes.push(["listBroken", { file: this.named(input) }]);
      else await this.receiveLists(lists, input);
    }
    await this.showLists();
    if (certificates.length) await this.show(certificates, focus);
    else await this.check();
  }

  // A status list is believed by its signature. Issuers are believed only when a person says so, because anyone can
  // write a list of them; status lists that came with them wait for that.
  async receiveLists({ issuers, status }, input) {
    for (const token of status) {
      const facts = await genuineFacts(token, this.trust);
      if (!facts) this.waiting.push([token, input]);
      else if (!this.trust.status.includes(token)) this.trust.status.push(token);
      if (facts) this.notes.push(["listAdded", { ...facts, date: day(facts.made) }]);
      else if (!issuers) this.notes.push(["listRefused", { file: this.named(input) }]);
    }
    if (issuers) this.ask(issuers, input);
  }

  ask(issuers, input) {
    const { page } = this;
    const names = issuers.map(({ name, id }) => `${harmless(name)} (${harmless(id)})`).join("; ");
    const yes = make("button", { type: "button", text: page.issuersUse });
    const no = make("button", { type: "button", text: page.issuersRefuse });
    const words = make("p", { text: fill(page.issuersFound, { file: this.named(input), names }) });
    const question = make("div", { class: "verify-question" }, words, make("p", {}, yes, " ", no));
    const settle = async (used) => {
      question.remove();
      this.notes = [[used ? "issuersUsed" : "issuersRefused", { names }]];
      if (used) {
        // The newer words on an issuer take the place of the older ones.
        const kept = this.trust.issuers.filter(({ id }) => issuers.every((one) => one.id !== id));
        this.trust.issuers = [...kept, ...issuers];
        for (const [token, from] of this.waiting.splice(0)) await this.receiveLists({ issuers: null, status: [token] }, from);
      }
      await this.showLists();
      await this.check();
      this.said.focus();
    };
    yes.addEventListener("click", () => settle(true));
    no.addEventListener("click", () => settle(false));
    this.asked.append(question);
    this.notes.push(["issuersQuestion", {}]);
  }

  named(input) {
    return input.word ? this.page[input.word] : input.name;
  }

  async show(inputs, focus = true) {
    this.shown = inputs;
    this.said.textContent = this.page.working;
    await this.check();
    if (focus) this.answers.querySelector("h3")?.focus();
  }

  // Check what is shown, again where something has changed since. A later run makes an earlier one pointless.
  async check() {
    const run = ++this.run;
    const email = this.email.value.trim() || null;
    const articles = [];
    for (const input of this.shown) {
      articles.push(answer(this.named(input), await this.report(input, email), this.language));
      if (run !== this.run) return;
    }
    this.answers.replaceChildren(...articles);
    const notes = this.notes.map(([word, facts]) => fill(this.page[word], facts));
    const signs = articles.map((one) => `${one.querySelector(".verify-file").textContent}: ${one.querySelector("h3").textContent}.`);
    this.said.textContent = [...notes, ...signs].join(" ") || this.page.nothingYet;
  }

  async report(input, email) {
    const options = { now: new Date(), email };
    const report = await check(input.data, this.trust, options);
    if (report.outcome !== "no-credential" || !this.reader) return report;
    const [text] = await codesInPicture(this.reader, input.data);
    return text ? check(toBytes(text), this.trust, options) : report;
  }

  // What this page trusts, in words, and how old its status lists are.
  async showLists() {
    const { page } = this;
    const issuers = this.trust.issuers.map(({ name, id }) =>
      make("li", {}, own(name), " ", make("code", { text: harmless(id), dir: "ltr" })),
    );
    const lists = [];
    for (const token of this.trust.status) {
      const facts = await genuineFacts(token, this.trust);
      const days = { date: day(facts?.made ?? null), until: day(facts?.until ?? null) || page.noEnd };
      if (facts) lists.push(make("li", { text: fill(page.statusLine, { ...facts, ...days }) }));
    }
    this.lists.replaceChildren(
      make("summary", { text: page.trust }),
      make("p", { text: issuers.length ? page.trustIssuers : page.trustNobody }),
      issuers.length ? make("ul", {}, ...issuers) : "",
      make("p", { text: lists.length ? page.statusLists : page.statusNoLists }),
      lists.length ? make("ul", {}, ...lists) : "",
      make("p", { text: page.addLists }),
    );
  }
}

// The page that stands alone follows the system's light or dark, as the book's theme does.
function followScheme() {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const set = () => (document.documentElement.dataset.theme = dark.matches ? "dark" : "light");
  dark.addEventListener("change", set);
  set();
}

function startPages() {
  const written = document.getElementById("verify-trust");
  const trust = written ? JSON.parse(written.textContent) : {};
  for (const mount of document.querySelectorAll(".verify-certificates")) {
    if (mount.hasAttribute("data-whole-page")) followScheme();
    new CheckPage(mount, trust);
  }
}

globalThis.aiskillsVerify = { check, sentence, find, unpack, recognise, verifySignature };
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startPages);
else startPages();
