/* What the tests of accessibility ask of a page, in the page: each function returns a list of faults, empty if there are none. */
(() => {
  const short = (element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 160);
  const place = (element) =>
    [...(function* () { for (let e = element; e && e !== document.body; e = e.parentElement) yield e; })()]
      .map((e) => `${e.localName}.${[...e.classList].join(".")}`).slice(0, 3).reverse().join(" > ");

  function* texts(root = document.body) {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode())
      if (walker.currentNode.data.trim() && !walker.currentNode.parentElement.closest("script, style, noscript"))
        yield walker.currentNode;
  }

  /* One element for each look that a text has and that is not in `known`: the same place in the page's structure (names and
     classes of all elements around it), the same colours, sizes and backgrounds. Cells of a table or words of a program look
     alike by the hundred, and the menu is the same on every page: the rule about contrast takes four fifths of axe's time,
     and says the same of each of them. Returns a Map of look to element. */
  function looks(known) {
    const ids = new Map();
    const around = (element) => {
      if (!element) return 7;
      if (!ids.has(element)) {
        const s = getComputedStyle(element);
        const own = [s.backgroundColor, s.backgroundImage, s.opacity, s.filter, s.position, s.zIndex, s.mixBlendMode];
        const name = element.matches("body > *, dialog") ? `#${element.id}` : "";
        ids.set(element, hash(`${element.localName}.${element.className}${name}:${own.join()}`, around(element.parentElement)));
      }
      return ids.get(element);
    };
    const elements = new Set([...texts()].map((text) => text.parentElement));
    document.querySelectorAll("input, select, textarea").forEach((element) => elements.add(element));
    const kept = new Map();
    for (const element of elements) {
      if (!element.checkVisibility({ visibilityProperty: true })) continue;
      const s = getComputedStyle(element);
      const look = hash([s.color, s.fontSize, s.fontWeight, s.textShadow, element.disabled].join(), around(element));
      if (!known.has(look) && !kept.has(look)) kept.set(look, element);
    }
    return kept;
  }

  /* A number for a text, 53 bits wide (cyrb53). */
  function hash(text, seed) {
    let [one, other] = [0xdeadbeef ^ seed, 0x41c6ce57 ^ seed];
    for (let i = 0; i < text.length; i++) {
      one = Math.imul(one ^ text.charCodeAt(i), 2654435761);
      other = Math.imul(other ^ text.charCodeAt(i), 1597334677);
    }
    one = Math.imul(one ^ (one >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909);
    other = Math.imul(other ^ (other >>> 16), 2246822507) ^ Math.imul(one ^ (one >>> 13), 3266489909);
    return 4294967296 * (2097151 & other) + (one >>> 0);
  }

  const AXE = { preload: false, resultTypes: ["violations"] };
  const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const told = (result) => result.violations.map((rule) => `${rule.id}: ${rule.nodes.length} x ${rule.nodes[0].html.slice(0, 160)}`);

  /* Every rule of axe-core but that about contrast, on the whole page. */
  const structure = async () =>
    told(await axe.run(document, { ...AXE, runOnly: { type: "tag", values: TAGS }, rules: { "color-contrast": { enabled: false } } }));

  /* The rules about colours: links on the whole page, contrast on one element of each look that is not known yet.
     Returns [faults, looks that are right]. */
  async function colours(known) {
    const run = (context, rule) => axe.run(context, { ...AXE, runOnly: { type: "rule", values: [rule] } });
    const found = told(await run(document, "link-in-text-block"));
    const kept = looks(new Set(known));
    if (kept.size) {
      const result = await run({ include: [...kept.values()] }, "color-contrast");
      found.push(...told(result));
      if (result.violations.length) kept.clear();
    }
    return [found, [...kept.keys()]];
  }

  /* Wait until the window has its width and the page its scheme: both come a moment after they were asked for. */
  async function settled(width, scheme) {
    const theme = () => document.documentElement.dataset.theme || scheme;
    for (const end = performance.now() + 60000; performance.now() < end; await new Promise(requestAnimationFrame))
      if (innerWidth === width && theme() === scheme) return;
  }

  /* Folded parts are read too: open them all before anything is looked at. */
  const unfold = () => {
    document.querySelectorAll("article details").forEach((details) => { details.open = true; });
    return [];
  };

  const sideways = () =>
    document.documentElement.scrollWidth > window.innerWidth + 1 ? [`${document.documentElement.scrollWidth} pixels are needed`] : [];

  /* The part of each line of text that is seen: what boxes around it hide is cut away; a box that scrolls hides nothing. */
  function lines() {
    const found = [];
    const frames = new Map();
    // The boxes around an element that cut off or scroll what is in them, from the inside out.
    const around = (element) => {
      if (!element || element === document.body) return [];
      if (!frames.has(element)) {
        const s = getComputedStyle(element);
        const outer = s.position === "fixed" ? [] : around(element.parentElement);
        const plain = ["inline", "contents"].includes(s.display) || (s.overflowX === "visible" && s.overflowY === "visible");
        frames.set(element, plain ? outer : [{ element, x: s.overflowX, y: s.overflowY, box: element.getBoundingClientRect() }, ...outer]);
      }
      return frames.get(element);
    };
    const range = document.createRange();
    for (const text of texts()) {
      const element = text.parentElement;
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      if (element.closest("[aria-hidden=true], .visually-hidden, .sr-only, svg, math")) continue;
      const boxes = around(element);
      if (boxes.some(({ box }) => box.width <= 2 && box.height <= 2)) continue;  // for screen readers alone
      range.selectNodeContents(text);
      for (const box of range.getClientRects()) {
        if (box.width < 2 || box.height < 2) continue;
        const line = { text, element, left: box.left, top: box.top, right: box.right, bottom: box.bottom, cut: null };
        let inFrame = false;
        for (const frame of boxes)
          for (const [overflow, low, high] of [[frame.x, "left", "right"], [frame.y, "top", "bottom"]]) {
            if (overflow === "visible") continue;
            const scrolls = overflow === "auto" || overflow === "scroll";
            if (!scrolls && !inFrame && Math.max(frame.box[low] - box[low], box[high] - frame.box[high]) > 3) line.cut = frame.element;
            inFrame ||= scrolls;
            line[low] = Math.max(line[low], frame.box[low]);
            line[high] = Math.min(line[high], frame.box[high]);
          }
        if (line.right - line.left > 1 && line.bottom - line.top > 1) found.push(line);
      }
    }
    return found;
  }

  /* Words that are cut off, and words that lie on other words. */
  function legible() {
    const faults = new Set();
    const all = lines();
    for (const line of all)
      if (line.cut) faults.add(`cut off: "${line.text.data.trim().slice(0, 40)}" in ${place(line.cut)}`);
    all.sort((one, other) => one.top - other.top);
    for (let i = 0; i < all.length; i++)
      for (let j = i + 1; j < all.length && all[j].top < all[i].bottom - 3; j++) {
        const [one, other] = [all[i], all[j]];
        if (one.text === other.text) continue;
        const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const high = Math.min(one.bottom, other.bottom) - other.top;
        // Letters need about two thirds of a line's box; lines of a dense paragraph touch, they do not overlap.
        if (wide > 3 && high > 0.45 * Math.min(one.bottom - one.top, other.bottom - other.top))
          faults.add(`overlap: "${one.text.data.trim().slice(0, 30)}" (${place(one.element)}) and "${other.text.data.trim().slice(0, 30)}" (${place(other.element)})`);
      }
    return [...faults].slice(0, 8);
  }

  /* Letters of another script than Latin lie in an element whose language is written so, and runs its way. */
  const FOREIGN = /(?:(?!\p{Script=Latin})\p{L}[\p{M}\u200c\u200d]*)+/gu;
  const SCRIPTS = { Hans: ["Hani"], Hant: ["Hani"], Jpan: ["Hani", "Hira", "Kana"], Kore: ["Hang", "Hani"] };
  function languages() {
    const faults = new Set();
    if (!document.documentElement.lang) faults.add("the page has no language");
    for (const text of texts()) {
      for (const [word] of text.data.matchAll(FOREIGN)) {
        if (/^[\p{Script=Greek}\p{Script=Common}]{1,2}$/u.test(word)) continue;  // a symbol, as in formulas
        const element = text.parentElement;
        const lang = element.closest("[lang]")?.lang;
        const fault = `${word.slice(0, 20)} is marked as ${lang} in ${place(element)}`;
        let locale;
        try { locale = new Intl.Locale(lang).maximize(); } catch { faults.add(fault); continue; }
        const fitting = SCRIPTS[locale.script] || [locale.script];
        if (!fitting.some((script) => new RegExp(`^[\\p{Script=${script}}\\p{Script=Common}\\p{Script=Inherited}]+$`, "u").test(word))) faults.add(fault);
        const direction = (locale.getTextInfo?.() ?? locale.textInfo).direction;
        if (direction === "rtl" && element.localName !== "option" && getComputedStyle(element).direction !== "rtl") faults.add(`${fault}, and does not run from right to left`);
      }
    }
    return [...faults].slice(0, 8);
  }

  const luminance = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const channels = (colour) => { const [r, g, b, a = 1] = colour.match(/[\d.]+/g).map(Number); return [r, g, b, a]; };
  const over = (front, back) => [0, 1, 2].map((i) => front[i] * front[3] + back[i] * (1 - front[3]));
  const ratio = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  function background(element) {
    const layers = [];
    for (let e = element; e; e = e.parentElement) layers.push(channels(getComputedStyle(e).backgroundColor));
    return layers.reverse().reduce((back, front) => over(front, back), [255, 255, 255]);
  }
  /* The contrast of every class of highlighted code as it is rendered: {"class": [lowest ratio, colour, background]}. */
  function code() {
    const found = {};
    const pairs = new Map();
    for (const text of texts()) {
      const element = text.parentElement;
      if (!element.closest("div.highlight")) continue;
      const s = getComputedStyle(element);
      const back = background(element);
      const key = `${s.color}|${back}|${s.opacity}`;
      if (!pairs.has(key)) pairs.set(key, ratio(over(channels(s.color).map((v, i) => (i === 3 ? v * s.opacity : v)), back), back));
      const name = element.className || element.localName;
      if (!found[name] || pairs.get(key) < found[name][0]) found[name] = [pairs.get(key), s.color, back.map(Math.round).join()];
    }
    return found;
  }

  /* Boxes that scroll: they can be reached by keyboard, and have a name. */
  function frames() {
    const faults = [];
    for (const element of document.querySelectorAll("article *")) {
      if (element.scrollWidth <= element.clientWidth + 1 && element.scrollHeight <= element.clientHeight + 1) continue;
      const s = getComputedStyle(element);
      const scrolls = (axis, whole, seen) => ["auto", "scroll"].includes(s[axis]) && whole > seen + 1;
      if (!scrolls("overflowX", element.scrollWidth, element.clientWidth) && !scrolls("overflowY", element.scrollHeight, element.clientHeight)) continue;
      if (!element.checkVisibility() || element.clientWidth < 3) continue;
      if (element.tabIndex < 0) faults.push(`not reached by keyboard: ${short(element)}`);
      else if (!element.getAttribute("aria-label") && !element.getAttribute("aria-labelledby")) faults.push(`has no name: ${short(element)}`);
      else if (!element.role) faults.push(`has a name without a role: ${short(element)}`);
    }
    return faults.slice(0, 5);
  }

  /* For readers who asked for reduced motion nothing moves, and nothing would. */
  function moving() {
    const faults = document.getAnimations().map((one) => `moves: ${place(one.effect.target)}`);
    for (const element of document.querySelectorAll("body, body *")) {
      const s = getComputedStyle(element);
      if (/[1-9]/.test(s.transitionDuration) || s.animationName !== "none" || s.scrollBehavior === "smooth") faults.push(`moves: ${place(element)}`);
    }
    return faults.slice(0, 5);
  }

  window.checks = { settled, unfold, structure, colours, sideways, legible, languages, code, frames, moving };
})();
