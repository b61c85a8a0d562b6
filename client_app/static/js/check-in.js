// The check-in as a chat: one question at a time over the one form that the page holds anyway.
// Answers never leave the form. Each is also posted as a draft by htmx (the form's hx-* attributes, event "answered").
(() => {
  "use strict";
  const form = document.getElementById("check-in-form");

  const part = (id) => document.getElementById(id);
  const steps = [...form.querySelectorAll(".step")];
  const log = part("log");
  const status = part("status");
  const inputs = (step) => [...step.querySelectorAll("input:not([type=hidden]), textarea")];
  const chosen = (step) => inputs(step).filter((input) => (input.type === "textarea" ? input.value.trim() : input.checked));
  const named = (name) => steps.find((step) => step.dataset.question === name);
  const isAsked = (step) => {
    if (!step.dataset.after) return true;
    const values = step.dataset.values.split(" ");
    return chosen(named(step.dataset.after)).some((input) => values.includes(input.value));
  };
  const asked = () => steps.filter(isAsked);

  // To look over what was said, all questions stand on the page, as without scripts, except those that nobody asks.
  if (!form.hasAttribute("data-chat")) {
    const says = (step) => chosen(step).length || step.querySelector(".error");
    const tidy = () => steps.forEach((step) => (step.hidden = !isAsked(step) && !says(step)));
    form.addEventListener("change", tidy);
    tidy();
    return;
  }

  let current = null;
  let tappedAt = 0;
  let wentOnAt = 0;

  function show(step, { focus = true } = {}) {
    const path = asked();
    const position = path.indexOf(step);
    const isLast = position === path.length - 1;
    for (const other of steps) other.hidden = other !== step;
    part("step-words").textContent = form.dataset.stepWords
      .replace("{number}", position + 1)
      .replace("{count}", path.length);
    part("step-bar").max = path.length;
    part("step-bar").value = position + 1;
    part("back").hidden = position === 0;
    part("next").hidden = isLast;
    part("send").hidden = !isLast;
    current = step;
    if (focus) {
      step.focus({ preventScroll: true });
      bringUp();
    }
  }

  // The question stands below the last words of the chat, wherever those have grown to.
  function bringUp() {
    part("progress").scrollIntoView({ block: "start" });
  }

  // An answer to a question that is no longer asked would say what nobody means.
  function forgetUnasked() {
    for (const step of steps) {
      if (!isAsked(step)) for (const input of inputs(step)) input.checked = false;
    }
  }

  function save(question) {
    form.elements.answered.value = question;
    form.dispatchEvent(new CustomEvent("answered"));
  }

  // What did not reach the server goes out again with the network.
  const unsaved = [];
  const saveAgain = () => unsaved.splice(0).forEach(save);

  function goOn() {
    const step = current;
    forgetUnasked();
    if (chosen(step).length) save(step.dataset.question);
    const path = asked();
    const following = path[path.indexOf(step) + 1];
    if (following) show(following);
  }

  function goBack() {
    const path = asked();
    show(path[Math.max(0, path.indexOf(current) - 1)]);
  }

  // Whoever taps an answer and then Next, out of habit, meant the one question, not the one that has come up since.
  part("next").addEventListener("click", () => {
    if (chosen(current).length || Date.now() - wentOnAt > 600) goOn();
  });
  part("back").addEventListener("click", goBack);
  // A tap on a single answer goes on by itself, also on the one that is chosen already; arrow keys only choose, and Back
  // is always there.
  form.addEventListener("pointerup", () => (tappedAt = Date.now()));
  form.addEventListener("click", ({ target }) => {
    if (target.type === "radio" && Date.now() - tappedAt < 600 && asked().pop() !== current) {
      goOn();
      wentOnAt = Date.now();
    }
  });
  form.addEventListener("change", ({ target }) => {
    if (target.type !== "checkbox" || !target.checked) return;
    const isSkip = target.value === "skip";
    for (const other of inputs(current)) {
      if (other !== target && (isSkip || other.value === "skip")) other.checked = false;
    }
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.type === "textarea" || event.target.closest("button")) return;
    if (part("next").hidden) return;
    event.preventDefault();
    goOn();
  });

  let urgent = part("urgent-help");
  let clearing = 0;
  const say = (words) => {
    status.textContent = words;
    clearTimeout(clearing);
    if (words === form.dataset.saved) clearing = setTimeout(() => (status.textContent = ""), 1500);
  };
  document.addEventListener("htmx:before:request", () => say(form.dataset.saving));
  document.addEventListener("htmx:error", ({ detail }) => {
    unsaved.push(detail.ctx.request.body.get("answered"));
    say(form.dataset.unsaved);
  });
  addEventListener("online", saveAgain);

  // Words in the making are kept as well when the phone is put away.
  let kept = "";
  const words = () => current.querySelector("textarea")?.value.trim() ?? "";
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden || !words() || words() === kept) return;
    kept = words();
    save(current.dataset.question);
  });
  form.addEventListener("submit", (event) => {
    kept = words();
    if (navigator.onLine) return;
    event.preventDefault(); // the browser's own error page would take the answers away
    say(form.dataset.unsaved);
  });
  document.addEventListener("htmx:after:swap", ({ detail }) => {
    if (detail.ctx.hx.retarget) return; // the status line already says what the server has to say
    const isSaved = detail.ctx.response.status === 200;
    say(isSaved ? form.dataset.saved : form.dataset.unsaved);
    if (isSaved) saveAgain();
    const card = log.querySelector(".help-card");
    if (card && card !== urgent) {
      urgent?.remove();
      urgent = card;
      part("progress").before(card); // help stays right above the question, whatever is answered next
      card.scrollIntoView({ block: "start" });
      card.querySelector("[tabindex]")?.focus({ preventScroll: true });
    } else {
      bringUp();
    }
  });

  for (const id of ["log", "progress", "steps"]) part(id).hidden = false;
  form.classList.add("is-chat");
  show(asked().find((step) => !chosen(step).length) ?? asked().pop(), { focus: false });
})();
