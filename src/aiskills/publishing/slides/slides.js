// Shows the page as slides. Without this script, on a phone, and with ?page in the address it is one page to read.
(function () {
  "use strict";
  var asked = new URLSearchParams(location.search);
  var small = Math.min(window.innerWidth, window.innerHeight) < 500;
  var inside = asked.has("receiver");  // a small picture in the speaker's window
  if (!window.Reveal || asked.has("page") || (small && !inside && !asked.has("slides"))) return;

  var style = document.createElement("link");
  style.rel = "stylesheet";
  style.href = "reveal/reveal.css";
  style.onload = function () {
    document.documentElement.classList.add("presenting");
    Reveal.initialize({
      width: 1280, height: 720, margin: 0, minScale: 0.1, maxScale: 4, center: false,
      transition: "none", backgroundTransition: "none", hash: !inside, slideNumber: "c/t", controlsTutorial: false,
      scrollActivationWidth: 0, pdfSeparateFragments: false, plugins: window.RevealNotes ? [RevealNotes] : [],
      help: true
    }).then(function () {
      // On a slide nothing scrolls, so nothing takes the focus for it.
      document.querySelectorAll(".slides [tabindex]").forEach(function (one) {
        if (one.scrollWidth <= one.clientWidth && one.scrollHeight <= one.clientHeight) one.removeAttribute("tabindex");
      });
    });
  };
  // Before the theme of the slides, which changes some of it.
  document.head.insertBefore(style, document.querySelector('link[href="slides.css"]'));
})();
