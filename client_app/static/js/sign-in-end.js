// Two minutes before a sign-in ends the page says so, and one tap goes on. The server is asked first: another tab may
// have gone on meanwhile. Asking never extends the sign-in; only the tap does. What was typed stays on the page.
(() => {
  "use strict";
  const WARN = 120; // seconds before the end, as in domain/sign_ins.py
  const AGAIN = 20; // seconds between two looks while the warning stands
  const box = document.getElementById("sign-in-end");
  const button = box.querySelector("button");
  let endsAt = 0;
  let waiting;

  function say(when) {
    if (when && !document.getElementById("sign-in-end-style")) {
      const style = document.createElement("link");
      Object.assign(style, { id: "sign-in-end-style", rel: "stylesheet", href: box.dataset.style });
      document.head.append(style);
    }
    for (const words of box.querySelectorAll("[data-when]")) words.hidden = words.dataset.when !== when;
    button.hidden = when !== "soon";
    box.hidden = !when;
  }

  function lookIn(seconds) {
    clearTimeout(waiting);
    waiting = setTimeout(look, Math.max(seconds, 0) * 1000 + 500);
  }

  function heed({ seconds, canStay }) {
    endsAt = Date.now() + seconds * 1000;
    say(seconds > WARN ? "" : canStay ? "soon" : "last");
    lookIn(seconds > WARN ? seconds - WARN : Math.min(seconds, AGAIN));
  }

  // What the page came with is a record and nobody's words, unless it answers a post that is not kept: that says so.
  const UNSAVED = "main :is(.error, [role=alert], #reason, #replay)";
  const isTyped = (field) => {
    if (field.type === "hidden" || !field.form) return false; // the switch of the keys is in no form
    if (field.type === "radio" || field.type === "checkbox") return field.checked !== field.defaultChecked;
    if (field.tagName !== "SELECT") return field.value !== field.defaultValue;
    return field.selectedIndex !== Math.max([...field.options].findIndex((option) => option.defaultSelected), 0);
  };
  const holdsWords = () =>
    document.querySelector(UNSAVED) || [...document.querySelectorAll("main :is(input, textarea, select)")].some(isTyped);

  // A screen that nobody touches shows nobody's record; one with words on it keeps them until they are sent.
  function end() {
    say("over");
    if (!holdsWords()) location.replace(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
  }

  async function ask(address, options) {
    try {
      const answer = await fetch(address, { ...options, redirect: "manual" });
      if (answer.ok) heed(await answer.json());
      else if (answer.type === "opaqueredirect" || answer.status === 401) end();
      else lookIn(AGAIN);
    } catch {
      lookIn(AGAIN); // no network: the server knows, and is asked again
    }
  }

  const look = () => ask("/sign-in/time-left");

  box.addEventListener("submit", (event) => {
    event.preventDefault();
    ask(box.action, { method: "POST", body: new URLSearchParams(new FormData(box)) });
  });
  // Timers sleep with the phone and with a hidden tab.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && Date.now() > endsAt - WARN * 1000) look();
  });

  endsAt = Date.now() + Number(box.dataset.seconds) * 1000;
  lookIn(Number(box.dataset.seconds) - WARN);
})();
