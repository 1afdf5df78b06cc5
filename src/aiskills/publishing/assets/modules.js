// The page of all modules: controls over its table. Everything is read from the table itself, whose columns are known
// by their headings; without this script the table is simply whole. No library, no network.
(() => {
  const table = document.querySelector("table.modules");
  if (!table) return;
  const columns = {};
  table.querySelectorAll("thead th").forEach((cell, place) => (columns[cell.textContent.trim()] = place));
  const rows = [...table.tBodies[0].rows];
  const text = (row, column) => row.cells[columns[column]].textContent.trim();
  const parts = (row, column) => text(row, column).split(", ");
  const minutes = (row) => parseInt(text(row, "Lesson"), 10);
  const values = (column) => [...new Set(rows.flatMap((row) => parts(row, column)))].filter((one) => one !== "open");
  const numbers = [...new Set(rows.map(minutes))].sort((a, b) => a - b);

  // Label, choices as [words, rule]; the first choice of each lets every module pass.
  const equal = (column) => values(column).map((one) => [one, (row) => parts(row, column).includes(one)]);
  const all = (words) => [words, () => true];
  const filters = [
    ["Area", [all("all areas"), ...equal("Area")]],
    ["Level", [all("all levels"), ...equal("Level")]],
    ["Lane", [all("all lanes"), ...equal("Lanes")]],
    ["Lesson time", [all("any time"), ...numbers.map((most) => [`up to ${most} min`, (row) => minutes(row) <= most])]],
    [
      "Needs",
      [
        all("anything"),
        ["no model download", (row) => !["open", "model download"].some((one) => parts(row, "Needs").includes(one))],
        ...equal("Needs"),
      ],
    ],
  ];

  const make = (tag, facts = {}, ...inside) => {
    const element = Object.assign(document.createElement(tag), facts);
    element.append(...inside);
    return element;
  };
  const form = make("form", { className: "module-filters" });
  form.setAttribute("role", "search");
  form.setAttribute("aria-label", "Choose modules");
  form.addEventListener("submit", (event) => event.preventDefault());
  const selects = filters.map(([label, choices], number) => {
    const select = make("select", { id: `module-filter-${number}` });
    choices.forEach(([words], place) => select.append(make("option", { value: place, textContent: words })));
    form.append(make("p", {}, make("label", { htmlFor: select.id, textContent: label }), select));
    return select;
  });
  const hide = make("input", { type: "checkbox", id: "module-filter-planned" });
  const hideLabel = make("label", { htmlFor: hide.id, textContent: "Hide planned modules" });
  const again = make("button", { type: "reset", textContent: "Show all" });
  form.append(make("p", { className: "module-filter-last" }, hide, hideLabel), make("p", {}, again));
  const said = make("p", { className: "module-count" });
  said.setAttribute("role", "status");

  const show = () => {
    const rules = filters.map(([, choices], number) => choices[selects[number].value][1]);
    const count = { ready: 0, planned: 0 };
    for (const row of rows) {
      const state = text(row, "State");
      row.hidden = !rules.every((rule) => rule(row)) || (hide.checked && state === "planned");
      if (!row.hidden) count[state] += 1;
    }
    const shown = count.ready + count.planned;
    said.textContent = shown
      ? `${shown} of ${rows.length} modules ${shown === 1 ? "is" : "are"} shown: ${count.ready} ready, ${count.planned} planned.`
      : "No module fits these choices. Change one of them, or press Show all.";
  };
  form.addEventListener("change", show);
  // A form is empty only after the event that empties it.
  form.addEventListener("reset", () => window.setTimeout(show));
  // Browsers bring choices back when a reader returns to the page.
  window.addEventListener("pageshow", show);

  const place = table.closest(".pst-scrollable-table-container") || table;
  place.before(form, said);
  show();
})();
