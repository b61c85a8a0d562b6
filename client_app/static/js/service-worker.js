// Shows what is pushed, and opens what it leads to. Every push shows something: phones take the right away from those
// that stay silent. Nothing is kept for later and no page is answered from here.
"use strict";

const NEUTRAL = { en: "You have a reminder.", es: "Tienes un recordatorio." };
const HOMES = new Set(["/", "/today", "/triage", "/sign-in"]); // pages on which nobody types what could be lost
const ICON = "/static/icons/app-192.png";
const PLACE = "/push/subscriptions";

const asText = (value) => (typeof value === "string" ? value : "");

// A path of our own, whatever a push says.
function own(address) {
  try {
    const found = new URL(address, self.location.origin);
    return found.origin === self.location.origin ? found.href : `${self.location.origin}/`;
  } catch {
    return `${self.location.origin}/`;
  }
}

function neutral() {
  const lang = (self.navigator.language || "en").startsWith("es") ? "es" : "en";
  return { title: NEUTRAL[lang], lang, navigate: "/" };
}

// Declarative Web Push: {"web_push": 8030, "notification": {"title", "navigate", …}}. Whatever else comes says nothing.
function read(data) {
  try {
    const said = data.json();
    const notification = said.web_push === 8030 ? said.notification : null;
    return asText(notification.title).trim() ? notification : neutral();
  } catch {
    return neutral();
  }
}

async function show({ title, body, lang, dir, tag, navigate }) {
  await self.registration.showNotification(asText(title), {
    body: asText(body),
    lang: asText(lang),
    dir: ["ltr", "rtl"].includes(dir) ? dir : "auto",
    tag: asText(tag),
    renotify: Boolean(asText(tag)),
    icon: ICON,
    badge: ICON,
    data: { navigate: own(asText(navigate) || "/") },
  });
}

async function open(address) {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = windows.find((one) => one.url === address) ?? (await lead(windows, address));
  return there ? there.focus() : self.clients.openWindow(address);
}

async function lead(windows, address) {
  const home = windows.find((one) => HOMES.has(new URL(one.url).pathname));
  try {
    return await home.navigate(address);
  } catch {
    return null; // there is none, or it is not ours to lead
  }
}

const post = (fields, token) =>
  fetch(PLACE, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token },
    body: JSON.stringify(fields),
  });

// The push service gave this browser another address. The server says by which key, and whether it is still wanted.
async function renew(fresh) {
  const answer = await fetch(PLACE, { redirect: "manual" });
  if (!answer.ok) return; // nobody is signed in: the next start of the app renews it
  const { going, key, token } = await answer.json();
  if (going === "off") return;
  const subscription =
    fresh ?? (await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
  const { endpoint, keys } = subscription.toJSON();
  await post({ endpoint, p256dh: keys.p256dh, auth: keys.auth, application_key: keyOf(subscription) || key }, token);
}

function keyOf(subscription) {
  const bytes = subscription.options?.applicationServerKey;
  if (!bytes) return "";
  return btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("push", (event) => {
  event.waitUntil(show(read(event.data)).catch(() => show(neutral())));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(own(event.notification.data?.navigate || "/")));
});
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event.newSubscription)));
