// Typed text is never lost: a warning before leaving, and a copy kept in this tab until the form has arrived.
const PREFIX = "kept:";
const KINDS = "textarea, input[type=text], input[type=email], input:not([type])";

function keyOf(form, index) {
  return `${PREFIX}${location.pathname}#${form.id || form.getAttribute("action") || index}`;
}

function fieldsOf(form) {
  return [...form.querySelectorAll(KINDS)].filter((field) => field.name && field.autocomplete !== "off");
}

function valuesOf(form) {
  return Object.fromEntries(fieldsOf(form).map((field) => [field.name, field.value]));
}

function read(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key));
  } catch {
    return null;
  }
}

function keep(key, entry) {
  try {
    sessionStorage.setItem(key, JSON.stringify(entry));
  } catch {
    // A full or forbidden store only means that there is no copy.
  }
}

function keptKeys() {
  return Object.keys(sessionStorage).filter((key) => key.startsWith(PREFIX));
}

/** Offer back what was typed; the reader decides. */
function offer(form, key, values) {
  const box = document.querySelector("template[data-guard-words]")?.content.firstElementChild.cloneNode(true);
  if (!box) return;
  box.querySelector("[data-guard-restore]").addEventListener("click", () => {
    for (const field of fieldsOf(form)) {
      if (values[field.name] === undefined) continue;
      field.value = values[field.name];
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    box.remove();
    fieldsOf(form)[0]?.focus();
  });
  box.querySelector("[data-guard-discard]").addEventListener("click", () => {
    sessionStorage.removeItem(key);
    box.remove();
    fieldsOf(form)[0]?.focus();
  });
  form.prepend(box);
}

function guard(form, index) {
  const key = keyOf(form, index);
  const initial = JSON.stringify(valuesOf(form));
  const kept = read(key);
  let sending = false;
  let timer = 0;
  const isChanged = () => JSON.stringify(valuesOf(form)) !== initial;

  if (kept && JSON.stringify(kept.values) !== initial) offer(form, key, kept.values);
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => isChanged() && keep(key, { values: valuesOf(form) }), 400);
  });
  form.addEventListener("submit", () => {
    sending = true;
    clearTimeout(timer);
    if (isChanged()) keep(key, { values: valuesOf(form), sent: true });
  });
  window.addEventListener("pageshow", () => {
    sending = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!sending && isChanged()) event.preventDefault();
  });
}

/**
 * What was sent has arrived when the next page is an ordinary one. When it is the sign-in page, or says that the
 * session ended, the text did not arrive and will be offered back.
 */
function noteArrivals(root) {
  const turnedAway = root.querySelector("input[type=password], [data-session-ended]");
  for (const key of keptKeys()) {
    const entry = read(key);
    if (!entry?.sent) continue;
    if (turnedAway) keep(key, { values: entry.values });
    else sessionStorage.removeItem(key);
  }
}

export function startGuard(root) {
  noteArrivals(root);
  root.querySelectorAll("form[data-guard]").forEach(guard);
  root.querySelectorAll("form[data-guard-clear]").forEach((form) => {
    form.addEventListener("submit", () => {
      keptKeys().forEach((key) => sessionStorage.removeItem(key));
      // What the workbook keeps until the server has it.
      Object.keys(localStorage).filter((key) => key.startsWith("workbook:")).forEach((key) => localStorage.removeItem(key));
      // What a page that works without a network keeps: its worker knows what may stay.
      navigator.serviceWorker?.getRegistrations().then((all) => {
        all.forEach((one) => one.active?.postMessage({ type: "signed-out" }));
      });
    });
  });
}
