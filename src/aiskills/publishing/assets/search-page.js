// The search page shows words around each hit. They come from search-texts.js, which the build writes: a page that is
// opened from a folder may not read other pages, and one file is lighter than a page for each hit.
(() => {
  Search.htmlToText = (text) => text;
  const perform = Search.performSearch;
  Search.performSearch = (query) => {
    perform(query);
    // How many pages were found is read out when it is known.
    Search.status.setAttribute("role", "status");
  };
})();
