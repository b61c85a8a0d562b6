// Keys for the care team: j and k walk, o opens, e takes the next step, z undoes, ? shows them.
// They rest while somebody types, and can be switched off on this browser; only that choice is kept, nothing personal.
(() => {
  const CHOICE = "keys";
  const WALK = { j: 1, k: -1 };
  const help = document.getElementById("keys-help");
  const choice = document.getElementById("keys-on");

  const isOn = () => localStorage.getItem(CHOICE) !== "off";
  const isTyping = (element) => element.closest("input:not([type=checkbox], [type=radio]), textarea, select, dialog");
  const rows = () => [...document.querySelectorAll(".triage-row")];
  const place = () => rows().findIndex((row) => row.contains(document.activeElement));

  let last = null; // the row that was worked on, so that a swap does not lose the place

  const settle = (row) => {
    if (!row) return;
    row.querySelector(".triage-why a").focus();
    row.scrollIntoView({ block: "nearest" });
  };

  const walk = (step) => {
    const all = rows();
    settle(all[Math.min(Math.max(place() + step, 0), all.length - 1)]);
  };

  const press = (key) => {
    const scope = rows()[place()] ?? (rows().length ? null : document);
    const found = scope?.querySelector(`[data-key="${key}"]`);
    if (!found) return;
    found.tabIndex < 0 ? found.focus() : found.click();
  };

  const open = () => {
    const row = rows()[place()];
    row ? row.querySelector(".triage-why a").click() : press("o");
  };

  const showHelp = () => {
    choice.checked = isOn();
    help.showModal();
  };

  document.addEventListener("keydown", (event) => {
    if (!isOn() || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === "?") showHelp();
    else if (event.key in WALK) walk(WALK[event.key]);
    else if (event.key === "o") open();
    else if (event.key === "e" || event.key === "z") press(event.key);
    else return;
    event.preventDefault();
  });

  document.addEventListener("focusin", (event) => (last = event.target.closest(".triage-row")?.id ?? null));
  document.addEventListener("htmx:after:swap", () => {
    if (document.activeElement === document.body && last) settle(document.getElementById(last));
  });

  choice.addEventListener("change", () => localStorage.setItem(CHOICE, choice.checked ? "on" : "off"));
  document.getElementById("keys-open").addEventListener("click", showHelp);
  document.getElementById("keys-close").addEventListener("click", () => help.close());
  document.getElementById("keys").hidden = false;
})();
