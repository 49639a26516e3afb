// Follows what changes: the socket says what, the page fetches the fragment again from its ordinary address.
// Without a socket, visible fragments are asked for every half minute, with the tag of what is already here.
import { initAll } from "../govuk-frontend.min.js";

const POLL = 30000;
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30000;
const TYPING = "input:not([type=button]):not([type=submit]):not([type=radio]):not([type=checkbox]), textarea, select";

const state = new WeakMap();
const refused = new Set();
let announcer = null;
let lastWords = "";

function of(element) {
  if (!state.has(element)) state.set(element, { etag: null, timer: 0, waiting: false, gone: false });
  return state.get(element);
}

function fragments() {
  return [...document.querySelectorAll("[data-live-url]")];
}

function roomOf(element) {
  return element.closest("[data-live-room]")?.dataset.liveRoom || "";
}

/** Say it politely, once: a reader in the middle of a sentence is not interrupted. */
function announce(words) {
  if (!words || words === lastWords) return;
  lastWords = words;
  announcer.textContent = "";
  setTimeout(() => {
    announcer.textContent = words;
  }, 150);
}

function isBeingTypedIn(element) {
  const active = document.activeElement;
  if (active && element.contains(active) && active.matches(TYPING)) return true;
  return [...element.querySelectorAll("textarea, input[type=text]")].some((field) => field.value !== field.defaultValue);
}

/** Where the focus is inside the fragment, in words that survive new markup. */
function focusMark(element) {
  const active = document.activeElement;
  if (!active || active === element || !element.contains(active)) return null;
  if (active.id) return `#${CSS.escape(active.id)}`;
  if (active.name) return `[name="${CSS.escape(active.name)}"]`;
  const href = active.getAttribute("href");
  return href ? `a[href="${CSS.escape(href)}"]` : null;
}

function swap(element, html) {
  const mark = focusMark(element);
  const open = [...element.querySelectorAll("details[open]")].map((one) => one.id).filter(Boolean);
  element.innerHTML = html;
  open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
  initAll({ scope: element });
  if (mark) element.querySelector(mark)?.focus({ preventScroll: true });
  element.classList.remove("app-live--changed");
  requestAnimationFrame(() => element.classList.add("app-live--changed"));
  announce(element.querySelector("[data-live-summary]")?.textContent.trim() || element.dataset.liveAnnounce);
}

async function refresh(element) {
  const mine = of(element);
  if (mine.gone || !element.isConnected) return;
  if (isBeingTypedIn(element)) {
    if (!mine.waiting) {
      mine.waiting = true;
      element.addEventListener("focusout", () => {
        mine.waiting = false;
        soon(element);
      }, { once: true });
    }
    return;
  }
  const headers = { "X-Live-Fragment": "1", "X-Refresh": "1" };
  if (mine.etag) headers["If-None-Match"] = mine.etag;
  let answer;
  try {
    answer = await fetch(element.dataset.liveUrl, { headers, credentials: "same-origin", cache: "no-store" });
  } catch {
    return;
  }
  if (answer.status === 304) return;
  if (answer.redirected || [401, 403, 404, 410].includes(answer.status)) {
    mine.gone = true;
    return;
  }
  if (!answer.ok || !(answer.headers.get("Content-Type") || "").startsWith("text/html")) return;
  const html = await answer.text();
  mine.etag = answer.headers.get("ETag");
  if (html.trim() !== mine.html && !isBeingTypedIn(element)) {
    const first = mine.html === undefined && html.trim() === element.innerHTML.trim();
    mine.html = html.trim();
    if (!first) swap(element, html);
  }
}

/** Gather what arrives together, and spread what many pages would ask for at one instant. */
function soon(element) {
  const mine = of(element);
  clearTimeout(mine.timer);
  mine.timer = setTimeout(() => refresh(element), 120 + Math.random() * 380);
}

function heard(message) {
  if (message.refused) refused.add(message.refused);
  if (message.joined) refused.delete(message.joined);
  if (!message.event) return;
  for (const element of fragments()) {
    const events = (element.dataset.liveEvent || "").split(/\s+/).filter(Boolean);
    const isAbout = !element.dataset.liveId || String(message.id) === element.dataset.liveId;
    const isFromRoom = !message.room || !roomOf(element) || message.room === roomOf(element);
    if (isAbout && isFromRoom && (!events.length || events.includes(message.event))) soon(element);
  }
}

function isVisible(element) {
  return document.visibilityState === "visible" && element.getClientRects().length > 0;
}

export function startLive() {
  announcer = document.createElement("div");
  announcer.className = "govuk-visually-hidden";
  announcer.setAttribute("aria-live", "polite");
  announcer.setAttribute("role", "status");
  document.body.append(announcer);

  const rooms = [...new Set(fragments().map(roomOf).filter(Boolean))];
  const base = document.querySelector("meta[name=live-socket]")?.content;
  let socket = null;
  let wait = FIRST_WAIT;
  let opened = false;

  function connect() {
    if (!base || !rooms.length || !("WebSocket" in window)) return;
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    const query = rooms.map((room) => `room=${encodeURIComponent(room)}`).join("&");
    socket = new WebSocket(`${scheme}//${location.host}${base}?${query}`);
    socket.addEventListener("open", () => {
      wait = FIRST_WAIT;
      // Whatever happened while nobody listened is read again.
      if (opened) fragments().forEach(soon);
      opened = true;
    });
    socket.addEventListener("message", (event) => {
      try {
        heard(JSON.parse(event.data));
      } catch {
        // Not for this page.
      }
    });
    socket.addEventListener("close", (event) => {
      socket = null;
      // 4400 and up: the server refused for good; asking again would change nothing.
      if (event.code >= 4400 && event.code < 4500) return;
      setTimeout(connect, wait + Math.random() * 1000);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    });
  }

  connect();
  // What the socket does not bring is asked for: everything without one, else what has no room or was refused one.
  const unheard = (element) => !socket || socket.readyState !== socket.OPEN || !roomOf(element) || refused.has(roomOf(element));
  setInterval(() => fragments().filter((element) => unheard(element) && isVisible(element)).forEach(refresh), POLL);
  document.addEventListener("visibilitychange", () => fragments().filter((element) => unheard(element) && isVisible(element)).forEach(soon));
}
