// The interface: files, texts, the camera, an e-mail address, more lists. Every check is done here; nothing is sent.
class CheckPage {
  constructor(mount, trust) {
    this.mount = mount;
    this.trust = { issuers: trust.issuers ?? [], status: [...(trust.status ?? [])] };
    this.whole = mount.hasAttribute("data-whole-page");
    const { lang } = document.documentElement;
    this.language = chooseLanguage(this.whole ? navigator.languages : [lang, ...navigator.languages]);
    this.shown = []; // what is checked: {data, and the file's name, or the word of the page that names it}
    this.notes = []; // what is said about files that are no certificates: [word of the page, facts]
    this.questions = []; // lists of issuers that a person has not decided on: [issuers, input]
    this.waiting = []; // status lists whose issuer is not trusted here: [token, input]
    this.runs = 0;
    this.build();
    this.listen();
    this.receiveAddress();
  }

  get page() {
    return WORDS[this.language].page;
  }

  // Build the frame, again in another language; what was typed stays.
  build() {
    const typed = [this.parts?.text.value ?? "", this.parts?.email.value ?? ""];
    this.scanning = false;
    this.parts = frame(this.page, this.language, this.whole);
    [this.parts.text.value, this.parts.email.value] = typed;
    this.mount.replaceChildren(...this.parts.all);
    const writing = { lang: this.language, dir: RIGHT_TO_LEFT.includes(this.language) ? "rtl" : "ltr" };
    Object.assign(this.mount, writing);
    if (this.whole) {
      Object.assign(document.documentElement, writing);
      document.title = this.page.title;
    }
    this.connect();
    this.showLists();
    this.offerReader(this.parts);
  }

  connect() {
    const { select, files, button, text, email, camera } = this.parts;
    select.addEventListener("change", () => {
      this.language = select.value;
      this.build();
      this.parts.select.focus();
      this.check();
    });
    files.addEventListener("change", () => {
      const chosen = [...files.files];
      // The same file can be chosen again after it was changed.
      files.value = "";
      this.receive(chosen);
    });
    button.addEventListener("click", () => this.receiveText());
    text.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.receiveText();
    });
    email.addEventListener("change", () => this.check());
    camera.addEventListener("click", () => this.useCamera());
  }

  // What belongs to the window is connected once.
  listen() {
    const over = (event, on) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      this.parts.drop.classList.toggle("verify-over", on);
    };
    window.addEventListener("dragover", (event) => over(event, true));
    window.addEventListener("dragleave", (event) => over(event, false));
    window.addEventListener("drop", (event) => {
      over(event, false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length) this.receive(files);
    });
    window.addEventListener("hashchange", () => this.receiveAddress());
  }

  // The camera and photographs are offered only where they work.
  async offerReader({ kinds, camera }) {
    this.reader = this.reader === undefined ? await codeReader() : this.reader;
    if (!this.reader) return;
    kinds.textContent = `${this.page.drop} ${this.page.kinds} ${this.page.photograph}`;
    camera.hidden = !(await hasCamera());
  }

  async useCamera() {
    const { camera, video, said } = this.parts;
    if (this.scanning) {
      this.scanning = false;
      return;
    }
    this.scanning = true;
    camera.textContent = this.page.cameraStop;
    video.hidden = false;
    said.textContent = this.page.cameraHint;
    try {
      const text = await scan(this.reader, video, () => !this.scanning);
      if (text) await this.show([{ word: "fromCamera", data: toBytes(text) }]);
    } catch {
      said.textContent = this.page.cameraFailed;
    }
    this.scanning = false;
    camera.textContent = this.page.camera;
    video.hidden = true;
  }

  async receiveAddress() {
    if (!location.hash.startsWith("#1.")) return;
    await this.show([{ word: "fromAddress", data: toBytes(`AISKILLS1.${location.hash.slice(3)}`) }]);
  }

  // A hand scanner types one code after another: the field keeps the focus, and the next text replaces this one.
  async receiveText() {
    const text = strip(this.parts.text.value);
    if (!text) return;
    this.parts.text.select();
    await this.receiveAll([{ word: "fromText", data: toBytes(text) }], false);
  }

  async receive(files) {
    const inputs = files.map(async (file) => {
      try {
        return { name: file.name, data: new Uint8Array(await file.slice(0, LARGEST_FILE + 1).arrayBuffer()) };
      } catch {
        return { name: file.name, data: null };
      }
    });
    await this.receiveAll(await Promise.all(inputs), true);
  }

  // Lists are put aside and used first; the rest is checked.
  async receiveAll(inputs, focus) {
    const certificates = [];
    [this.notes, this.questions, this.waiting] = [[], [], []];
    for (const input of inputs) {
      const lists = input.data && recognise(input.data);
      if (!input.data) this.notes.push(["fileUnread", { file: this.named(input) }]);
      else if (!lists) certificates.push(input);
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
    if (!issuers) return;
    this.questions.push([issuers, input]);
    this.notes.push(["issuersQuestion", {}]);
  }

  async settle(question, wanted, names) {
    const [issuers, input] = question;
    this.questions = this.questions.filter((one) => one !== question);
    const merged = wanted ? mergeIssuers(this.trust.issuers, issuers) : null;
    const word = merged ? "issuersUsed" : wanted ? "listBroken" : "issuersRefused";
    this.notes = [[word, { names, file: this.named(input) }]];
    this.trust.issuers = merged ?? this.trust.issuers;
    for (const [token, from] of merged ? this.waiting.splice(0) : []) {
      await this.receiveLists({ issuers: null, status: [token] }, from);
    }
    await this.showLists();
    await this.check();
    this.parts.said.focus();
  }

  named(input) {
    return input.word ? this.page[input.word] : harmless(input.name);
  }

  async show(inputs, focus = true) {
    this.shown = inputs;
    this.parts.said.textContent = this.page.working;
    await this.check();
    if (focus) this.parts.answers.querySelector("h3")?.focus();
  }

  // Check what is shown, again where something has changed since. A later run makes an earlier one pointless.
  async check() {
    const run = ++this.runs;
    const email = strip(this.parts.email.value) || null;
    const articles = [];
    for (const input of this.shown) {
      articles.push(answer(this.named(input), await this.report(input, email), this.language));
      if (run !== this.runs) return;
    }
    this.parts.answers.replaceChildren(...articles);
    const notes = this.notes.map(([word, facts]) => fill(this.page[word], facts));
    const signs = articles.map((one) => {
      const [name, words] = [".verify-file", "h3"].map((part) => one.querySelector(part).textContent);
      return `\u2068${name}\u2069: ${words}.`;
    });
    this.parts.said.textContent = [...notes, ...signs].join(" ") || this.page.nothingYet;
  }

  async report(input, email) {
    const options = { now: new Date(), email };
    const report = await check(input.data, this.trust, options);
    if (report.outcome !== "no-credential" || !this.reader) return report;
    const [text] = await codesInPicture(this.reader, input.data);
    return text ? check(toBytes(text), this.trust, options) : report;
  }

  async showLists() {
    const { page, parts } = this;
    const questions = this.questions.map((question) => {
      const names = question[0].map(({ name, id }) => `${harmless(name)} (${harmless(id)})`).join("; ");
      return issuersQuestion(page, this.named(question[1]), names, (wanted) => this.settle(question, wanted, names));
    });
    parts.asked.replaceChildren(...questions);
    const lists = [];
    for (const token of this.trust.status) lists.push(await genuineFacts(token, this.trust, true));
    parts.lists.replaceChildren(...trustWords(page, this.trust.issuers, lists.filter(Boolean)));
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
  const trust = written ? JSON.parse(written.textContent) : (globalThis.aiskillsTrust ?? {});
  for (const mount of document.querySelectorAll(".verify-certificates")) {
    if (mount.hasAttribute("data-whole-page")) followScheme();
    new CheckPage(mount, trust);
  }
}

globalThis.aiskillsVerify = { check, sentence, find, unpack, recognise, mergeIssuers, verifySignature };
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", startPages);
else startPages();
