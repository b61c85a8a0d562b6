// The urge timer and the breathing pacer. Without scripts the written steps do the same.
"use strict";

const calm = matchMedia("(prefers-reduced-motion: reduce)");

function toggle(tool, running) {
  tool.querySelector("[data-start]").hidden = running;
  const stop = tool.querySelector("[data-stop]");
  stop.hidden = !running;
  tool.querySelector(running ? "[data-stop]" : "[data-start]").focus();
}

function urgeTimer(tool) {
  const total = Number(tool.dataset.seconds);
  const clock = tool.querySelector(".clock");
  const bar = tool.querySelector("progress");
  const says = tool.querySelector("[role=status]");
  let endsAt = 0;
  let ticking;

  function show(left) {
    clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    bar.value = total - left;
  }
  function stop() {
    clearInterval(ticking);
    toggle(tool, false);
  }
  function tick() {
    // By the clock, not by counting: a sleeping phone skips ticks.
    const left = Math.max(0, Math.round((endsAt - Date.now()) / 1000));
    show(left);
    if (left === 0) {
      stop();
      says.textContent = tool.dataset.over;
    }
  }
  tool.querySelector("[data-start]").addEventListener("click", () => {
    endsAt = Date.now() + total * 1000;
    says.textContent = "";
    show(total);
    ticking = setInterval(tick, 500);
    toggle(tool, true);
  });
  tool.querySelector("[data-stop]").addEventListener("click", () => {
    stop();
    show(total);
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && endsAt > 0 && tool.querySelector("[data-start]").hidden) tick();
  });
  tool.hidden = false;
}

function breathingPacer(tool) {
  const phases = [
    { name: "in", seconds: 4 },
    { name: "hold", seconds: 1 },
    { name: "out", seconds: 6 },
  ];
  const breaths = 10;
  const circle = tool.querySelector(".breath-circle");
  const says = tool.querySelector("[role=status]");
  const count = tool.querySelector("[data-count]");
  let waiting;

  function stop(words) {
    clearTimeout(waiting);
    circle.className = "breath-circle";
    count.textContent = "";
    says.textContent = words;
    toggle(tool, false);
  }
  function go(step) {
    const breath = Math.floor(step / phases.length);
    if (breath === breaths) {
      stop(tool.dataset.over);
      return;
    }
    const phase = phases[step % phases.length];
    says.textContent = tool.dataset[phase.name];
    count.textContent = `${breath + 1} / ${breaths}`;
    circle.className = calm.matches ? "breath-circle" : `breath-circle ${phase.name}`;
    waiting = setTimeout(go, phase.seconds * 1000, step + 1);
  }
  tool.querySelector("[data-start]").addEventListener("click", () => {
    toggle(tool, true);
    go(0);
  });
  tool.querySelector("[data-stop]").addEventListener("click", () => stop(""));
  tool.hidden = false;
}

urgeTimer(document.getElementById("urge-clock"));
breathingPacer(document.getElementById("breath-pacer"));
