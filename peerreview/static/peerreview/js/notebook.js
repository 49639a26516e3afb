// The visit notebook. What is typed goes into this browser's store first, from there into an outbox, and from the
// outbox to the portal: one act at a time, under a name of its own, so that sending it twice is sending it once.
// "Sent" is said only when the portal said so.
const PAUSE = 800;
const AGAIN = 5000;

const page = document.querySelector("[data-notebook]");
const review = Number(page.dataset.notebook);
const person = Number(page.dataset.person);
const state = page.querySelector("[data-outbox]");
const signIn = page.querySelector("[data-sign-in]");
let trouble = "";
let running = false;
let timer = 0;

function done(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function openStore() {
  const request = indexedDB.open("notebook", 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("notes", { keyPath: "note" });
    request.result.createObjectStore("outbox", { keyPath: "order", autoIncrement: true });
  };
  return done(request);
}

const store = await openStore().catch(() => null);
const table = (name, mode = "readonly") => store.transaction(name, mode).objectStore(name);
const mine = (row) => row.person === person && row.review === review;
/** Change both tables as one: typing, leaving and arriving wait for each other, and none writes over what is newer. */
async function change(work) {
  const both = store.transaction(["notes", "outbox"], "readwrite");
  const ended = new Promise((resolve, reject) => {
    both.oncomplete = resolve;
    both.onerror = both.onabort = () => reject(both.error);
  });
  const [result] = await Promise.all([work(both.objectStore("notes"), both.objectStore("outbox")), ended]);
  return result;
}

const outbox = async () => (await done(table("outbox").getAll())).filter(mine);
const notes = async () => (await done(table("notes").getAll())).filter(mine);

// Whatever was cleared away by the browser later is asked for now not to be.
navigator.storage?.persist?.();

function words(kind, count = 0) {
  return page.getAttribute(`data-word-${kind}`).replace("{count}", count);
}

function say(text) {
  if (state.textContent !== text) state.textContent = text;
}

async function tell() {
  const waiting = [...new Set((await outbox()).map((act) => act.note))];
  signIn.hidden = trouble !== "signed-out";
  if (trouble) say(words(trouble, waiting.length));
  else if (running && waiting.length) say(words("sending"));
  else say(waiting.length ? words("waiting", waiting.length) : words("all"));
  page.dataset.waiting = waiting.length;
}

const formOf = (name) => page.querySelector(`form[data-note="${CSS.escape(name)}"]`);
const valuesOf = (form) => ({
  text: form.elements.text.value.replaceAll("\r\n", "\n"),
  standard: form.elements.standard.value.trim(),
});

function mark(name, text, isOpen = false) {
  const form = formOf(name);
  if (!form) return;
  form.querySelector("[data-note-state]").textContent = text;
  form.classList.toggle("app-note--open", isOpen);
}

/** Give a blank form a name of this page's own: the kept page is the same page each time it is opened. */
function rename(form, name) {
  form.dataset.note = name;
  form.elements.note.value = name;
  for (const kind of ["text", "standard"]) {
    const field = form.elements[kind];
    field.id = `${kind}-${name}`;
    form.querySelector(`label[for^="${kind}-"]`).htmlFor = field.id;
  }
}

function blankIn(session) {
  return page.querySelector(`[data-session="${session}"] form[data-blank]`);
}

function addBlank(form) {
  const next = form.cloneNode(true);
  next.reset();
  next.elements.text.value = "";
  next.elements.standard.value = "";
  next.querySelector("[data-note-state]").textContent = "";
  next.classList.remove("app-note--open");
  rename(next, crypto.randomUUID());
  delete form.dataset.blank;
  form.after(next);
}

/** Keep what is typed, and put it into the outbox: into the act that has not left yet, or into a new one. */
async function keep(form, settles = false) {
  const { text, standard } = valuesOf(form);
  const note = form.dataset.note;
  const session = Number(form.elements.session.value);
  const isNew = await change(async (notes, outbox) => {
    const known = await done(notes.get(note));
    const base = known ? known.base : Number(form.elements.base.value);
    if (!settles && known && known.text === text && known.standard === standard) return false;
    const acts = await done(outbox.getAll());
    const fresh = acts.find((act) => mine(act) && act.note === note && !act.tried);
    const row = { note, review, person, session, standard, text, base };
    notes.put(row);
    if (fresh) outbox.put({ ...fresh, text, standard, settles: settles || fresh.settles });
    else outbox.add({ ...row, act: crypto.randomUUID(), base: null, tried: false, settles });
    return true;
  });
  if (!isNew) return;
  mark(note, words("note-waiting"), true);
  await tell();
}

// Signing in again changes the token of every open page; the cookie always has the one of now.
function token() {
  const cookie = document.cookie.split("; ").find((one) => one.startsWith("csrftoken="));
  return cookie ? cookie.slice("csrftoken=".length) : page.querySelector("[name=csrfmiddlewaretoken]").value;
}

/** Take the earliest act of each note, with what it rests on: from the first try on, it never changes again. */
function departing() {
  return change(async (notes, outbox) => {
    const first = new Map();
    for (const act of (await done(outbox.getAll())).filter(mine)) if (!first.has(act.note)) first.set(act.note, act);
    for (const act of first.values()) {
      if (act.tried) continue;
      const known = await done(notes.get(act.note));
      act.base = act.settles ? Math.max(known.base, Number(formOf(act.note)?.elements.base.dataset.all || 0)) : known.base;
      act.tried = true;
      outbox.put(act);
    }
    return [...first.values()];
  });
}

async function arrived(act, result) {
  const isRefused = result.state === "refused";
  const isLast = await change(async (notes, outbox) => {
    const later = (await done(outbox.getAll())).find((one) => one.note === act.note && one.order > act.order);
    if (isRefused && !later) {
      // It can be put right: what is typed next goes in its place.
      outbox.put({ ...act, tried: false });
      return true;
    }
    outbox.delete(act.order);
    // What was typed since says all that the refused text said.
    if (isRefused) outbox.put({ ...later, settles: later.settles || act.settles });
    else notes.put({ ...(await done(notes.get(act.note))), base: result.n });
    return !later;
  });
  if (isRefused) mark(act.note, result.words, true);
  else if (isLast) mark(act.note, words(result.state === "beside" ? "note-beside" : "note-kept"));
}

async function send() {
  const acts = await departing();
  if (!acts.length) return 0;
  const sent = acts.map(({ note, act, session, standard, base, text, settles }) => ({ note, act, session, standard, base, text, settles }));
  let answer = null;
  try {
    answer = await fetch(page.dataset.sync, {
      method: "POST",
      body: JSON.stringify({ person, notes: sent }),
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      credentials: "same-origin",
    });
  } catch {
    trouble = "";
    return 0;
  }
  trouble = "";
  if (answer.redirected || answer.status === 401 || answer.status === 403) trouble = "signed-out";
  else if (answer.status === 409) trouble = "somebody-else";
  else if (answer.status === 404 || answer.status === 410) await close();
  if (!answer.ok || answer.redirected) return 0;
  const { results } = await answer.json();
  let taken = 0;
  for (const result of results) {
    const act = acts.find((one) => one.act === result.act);
    if (!act) continue;
    await arrived(act, result);
    taken += result.state !== "refused";
  }
  return taken;
}

/** The report is final, or somebody left the team: the phone keeps nothing but what was never sent. */
async function close() {
  trouble = "gone";
  const registration = await navigator.serviceWorker?.getRegistration(location.pathname);
  registration?.active?.postMessage({ type: "signed-out" });
}

async function sync() {
  if (running || !store) return;
  running = true;
  try {
    await tell();
    while ((await send()) > 0);
  } finally {
    running = false;
    await tell();
  }
}

function later() {
  clearTimeout(timer);
  timer = setTimeout(sync, PAUSE);
}

/** What the store holds is newer than the page, which may have been kept days ago; then a blank form in each session. */
async function restore() {
  const waiting = new Set((await outbox()).map((act) => act.note));
  page.querySelectorAll("form[data-note]").forEach((form) => {
    if (form.elements.base.dataset.all !== "0") return;
    rename(form, crypto.randomUUID());
    form.dataset.blank = "";
  });
  for (const row of await notes()) {
    let form = formOf(row.note);
    if (form && !waiting.has(row.note) && Number(form.elements.base.value) > row.base) {
      // Written elsewhere since, and nothing waits here: the portal's text is the newer.
      await done(table("notes", "readwrite").delete(row.note));
      continue;
    }
    if (!form) {
      const blank = blankIn(row.session);
      if (!blank || (!row.text && !waiting.has(row.note))) continue;
      form = blank;
      addBlank(form);
      rename(form, row.note);
    }
    form.elements.text.value = row.text;
    form.elements.standard.value = row.standard;
    mark(row.note, words(waiting.has(row.note) ? "note-waiting" : "note-kept"), waiting.has(row.note));
  }
}

function startTyping() {
  // One after the other, so that a later text never meets an earlier one on its way into the store.
  let last = Promise.resolve();
  const inTurn = (work) => {
    last = last.then(work, work);
    return last;
  };
  page.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-note]");
    if (!form || event.target.name === "settles") return;
    if (form.dataset.blank === "") addBlank(form);
    inTurn(() => keep(form)).then(later);
  });
  page.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-note]");
    if (!form) return;
    event.preventDefault();
    const settles = Boolean(form.elements.settles?.checked);
    inTurn(() => (settles || form.dataset.blank !== "" ? keep(form, settles) : null))
      .then(sync)
      .then(() => settles && page.dataset.waiting === "0" && location.reload());
  });
}

/** Let the worker keep this page and what it is drawn with. */
async function install() {
  if (!navigator.serviceWorker) return;
  await navigator.serviceWorker.register(page.dataset.worker, { scope: location.pathname });
  const { active } = await navigator.serviceWorker.ready;
  const drawn = performance.getEntriesByType("resource").map((one) => one.name);
  const assets = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], link[rel=manifest]")].map((one) => one.href);
  const scripts = [...document.querySelectorAll("script[src]")].map((one) => one.src);
  const parts = [...drawn, ...assets, ...scripts].filter((one) => new URL(one).origin === location.origin && new URL(one).pathname.startsWith("/static/"));
  active.postMessage({ type: "keep", parts: [location.pathname, ...new Set(parts)] });
}

if (store) {
  await restore();
  startTyping();
  setInterval(sync, AGAIN);
  window.addEventListener("online", sync);
  window.addEventListener("focus", sync);
  document.addEventListener("visibilitychange", sync);
  await sync();
  await install().catch(() => say(words("forbidden")));
} else {
  say(words("forbidden"));
}
