// Shows a time by this phone's own clock too, where that differs from the clock of the program.
(() => {
  const clock = new Intl.DateTimeFormat(document.documentElement.lang, { weekday: "short", hour: "numeric", minute: "2-digit" });
  for (const line of document.querySelectorAll("[data-phone-time]")) {
    const time = line.querySelector("time");
    const instant = new Date(time.dateTime);
    if (-instant.getTimezoneOffset() === Number(line.dataset.phoneTime)) continue;
    time.textContent = clock.format(instant);
    line.hidden = false;
  }
})();
