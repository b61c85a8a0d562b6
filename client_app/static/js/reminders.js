// While a test is on its way, the page asks every few seconds what became of it. A few lines instead of htmx, which
// would weigh more than all the rest of this page. Asking never extends the sign-in.
(() => {
  "use strict";
  const EVERY = 3000; // milliseconds
  const HEADERS = { "HX-Request": "true" };

  async function look() {
    const state = document.querySelector("#test-state[data-ask]");
    if (!state) return;
    try {
      const answer = await fetch(state.dataset.ask, { headers: HEADERS, redirect: "manual" });
      if (answer.type === "opaqueredirect" || answer.status === 401) return; // signed out: the page says so itself
      if (answer.ok) state.outerHTML = await answer.text();
    } catch {
      // no network: it is asked again
    }
    setTimeout(look, EVERY);
  }

  setTimeout(look, EVERY);
})();
