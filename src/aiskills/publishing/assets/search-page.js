// The search page shows words around each hit. They come from search-texts.js, which the build writes: a page that is
// opened from a folder may not read other pages, and one file is lighter than a page for each hit.
(() => {
  const BEFORE = 80;
  const LENGTH = 240;
  Search.makeSearchSummary = (text, keywords) => {
    const lower = text.toLowerCase();
    const hits = [...keywords].map((word) => lower.indexOf(word.toLowerCase())).filter((place) => place >= 0);
    const hit = Math.max(0, Math.min(...hits, text.length) % (text.length || 1) - BEFORE);
    // Cut between words.
    const start = hit ? text.indexOf(" ", hit) + 1 : 0;
    const end = text.indexOf(" ", start + LENGTH);
    const summary = document.createElement("p");
    summary.className = "context";
    summary.textContent = `${start ? "\u2026 " : ""}${end < 0 ? text.slice(start) : `${text.slice(start, end)} \u2026`}`;
    return summary;
  };
  const perform = Search.performSearch;
  Search.performSearch = (query) => {
    perform(query);
    // How many pages were found is read out when it is known.
    Search.status.setAttribute("role", "status");
  };
})();
