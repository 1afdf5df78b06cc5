// Elements by name. Texts are set as texts, never as markup: what a file says cannot become a part of the page.
function make(tag, facts = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(facts)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "text") element.textContent = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...inside.filter((one) => one !== null && one !== undefined));
  return element;
}

// A name or a hash from a file, in its own direction.
const own = (text) => make("bdi", { text: harmless(text) });

const SHAPES = {
  good: ["M12 1a11 11 0 1 0 0 22 11 11 0 0 0 0-22z", "M6.5 12.5l4 4 7-8"],
  care: ["M12 1.5 23 21.5H1z", "M12 8.5v6m0 3v.6"],
  bad: ["M7.5 1h9L23 7.5v9L16.5 23h-9L1 16.5v-9z", "M8 8l8 8m0-8-8 8"],
  none: ["M2 2h20v20H2z", "M7 12h10"],
};

// A sign known by its shape; it is decoration, because its words stand beside it.
function shape(kind) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  for (const [name, value] of [["viewBox", "0 0 24 24"], ["aria-hidden", "true"], ["class", "verify-shape"]]) {
    svg.setAttribute(name, value);
  }
  for (const path of SHAPES[kind]) {
    const line = document.createElementNS(space, "path");
    line.setAttribute("d", path);
    svg.append(line);
  }
  return svg;
}
