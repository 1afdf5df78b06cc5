// Show the links "In this browser" where they work: on a web server, in a browser with what the program needs.
(() => {
  "use strict";
  // An empty function with a `try_table` of the present standard for exceptions in WebAssembly.
  const probe = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 8, 1, 6, 0, 31, 64, 0, 11, 11];
  const able =
    location.protocol.startsWith("http") &&
    "DecompressionStream" in window &&
    "Worker" in window &&
    "WebAssembly" in window &&
    WebAssembly.validate(new Uint8Array(probe));
  for (const part of document.querySelectorAll(".in-browser")) {
    part.hidden = !able;
  }
})();
