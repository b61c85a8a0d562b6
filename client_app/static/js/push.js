// Sets this browser up for pushes by a tap, and looks at each start of the app whether it still is.
(() => {
  "use strict";
  const PLACE = "/push/subscriptions";
  const STARTED = "push-looked-at"; // once per start of the app; says nothing about anybody
  const { due } = document.currentScript.dataset;
  const box = document.getElementById("push");
  const can = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  const apple = /iPhone|iPod|iPad/.test(navigator.userAgent) || (navigator.maxTouchPoints > 1 && /Mac/.test(navigator.userAgent));
  const inBrowser = navigator.standalone === false && apple; // there it works from the Home Screen only

  function say(when) {
    box.hidden = !when;
    for (const words of box.querySelectorAll("[data-when]")) words.hidden = !words.dataset.when.split(" ").includes(when);
    box.querySelector(`[data-when="${when}"][tabindex]`)?.focus();
  }

  const worker = async () => {
    await navigator.serviceWorker.register("/service-worker.js");
    return navigator.serviceWorker.ready;
  };
  const keyOf = (bytes) =>
    bytes && btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

  async function ask() {
    const answer = await fetch(PLACE, { redirect: "manual" });
    if (!answer.ok) throw new Error("not signed in");
    return answer.json();
  }

  // The subscription by the newest key; one by an older key, or one that its service has forgotten, is made anew.
  async function subscription(key, anew) {
    const { pushManager } = await worker();
    const kept = await pushManager.getSubscription();
    if (kept && !anew && keyOf(kept.options.applicationServerKey) === key) return kept;
    if (kept) await kept.unsubscribe();
    return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  }

  async function hand(over, { key, token }, byTap) {
    const { endpoint, keys } = over.toJSON();
    const fields = { endpoint, p256dh: keys.p256dh, auth: keys.auth, application_key: key, by_tap: byTap ? "1" : "" };
    return fetch(PLACE, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token },
      body: JSON.stringify(fields),
    });
  }

  // At each start: the server says whether this browser is to go on.
  async function look() {
    if (!can || Notification.permission !== "granted" || sessionStorage.getItem(STARTED)) return;
    sessionStorage.setItem(STARTED, "1");
    try {
      const told = await ask();
      if (told.going !== "off") await hand(await subscription(told.key, told.going === "anew"), told, false);
    } catch {
      sessionStorage.removeItem(STARTED); // no network: the next page looks again
    }
  }

  async function turnOn(button) {
    button.disabled = true;
    try {
      const allowed = await Notification.requestPermission();
      if (allowed !== "granted") {
        say("denied");
        await notNow();
        return;
      }
      const told = await ask();
      const answer = await hand(await subscription(told.key, told.going === "anew"), told, true);
      if (answer.ok) return on();
      box.querySelector("[data-when=refused]").textContent = (await answer.json()).reason;
      say("refused");
    } catch {
      say("failed");
    } finally {
      button.disabled = false;
    }
  }

  function on() {
    sessionStorage.setItem(STARTED, "1");
    if ("reload" in box.dataset) location.reload();
    else say("on");
  }

  // A phone that says no has answered the question for its person.
  async function notNow() {
    const form = box.querySelector("form");
    if (form) await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" });
  }

  // On some pages only a question is shown, never why there is none.
  function offer() {
    const isQuiet = "quiet" in box.dataset;
    const allowed = can && Notification.permission;
    if (inBrowser) say("home-screen");
    else if (!allowed) say(isQuiet ? "" : "cannot");
    else if (allowed === "denied") say(isQuiet ? "" : "denied");
    else say(allowed === "granted" && "here" in box.dataset ? "" : "ask");
    box.querySelector("[data-turn-on]")?.addEventListener("click", (event) => turnOn(event.currentTarget));
  }

  // What is due stands in a badge on the app's picture too, where a phone has one for it.
  if (due !== undefined && navigator.setAppBadge) navigator.setAppBadge(Number(due)).catch(() => {});
  if (box) offer();
  look();
})();
