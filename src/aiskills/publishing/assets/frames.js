// Boxes that scroll: wide tables, long lines of code, outputs. While its content is larger than a box, the Tab key reaches
// it, the arrow keys scroll it, and it has a name. The theme does a part of this, once, and forgets what was folded then.
(() => {
  const name = (box) => {
    if (box.querySelector("table")) return box.querySelector("caption")?.textContent.trim() || "Table, scrolls";
    if (box.matches("pre")) return box.closest(".cell_output") ? "Printed result, scrolls" : "Code, scrolls";
    return "Result, scrolls";
  };
  const mark = ([box, scrolls]) => {
    if (scrolls) {
      box.tabIndex = 0;
      if (box.hasAttribute("role")) return;
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", name(box));
    } else {
      box.removeAttribute("tabindex");
      if (box.getAttribute("role") !== "group") return;
      box.removeAttribute("role");
      box.removeAttribute("aria-label");
    }
  };
  const small = (box) => box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight;
  // Called when a box gets another size: at first, when the window or the text grows, when a folded part is opened.
  const seen = new ResizeObserver((entries) => entries.map(({ target }) => [target, small(target)]).forEach(mark));
  const start = () =>
    document
      .querySelectorAll("article :is(pre, .cell_output > .output, .pst-scrollable-table-container)")
      .forEach((box) => seen.observe(box));
  document.readyState === "complete" ? start() : window.addEventListener("load", start);
})();
