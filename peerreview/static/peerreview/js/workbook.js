// The workbook saves as somebody types. "Saved" is said only when the server said so; until then the words stay in the
// page and in this browser's store, whatever happens to the session, the connection or the tab.
const PAUSE = 1200;
const AGAIN = 5000;

function startWorkbook(form) {
  // The fields of the form, as the page names them: a judgement has one more than an answer.
  const FIELDS = form.dataset.fields.split(" ");
  const state = document.querySelector("[data-workbook-state]");
  const clash = document.querySelector("[data-workbook-clash]");
  const signIn = document.querySelector("[data-workbook-sign-in]");
  const prefix = `workbook:${form.dataset.person}:${location.pathname}#`;
  const own = prefix + form.elements.writer.value;
  let base = Number(form.elements.base.value);
  let seq = 0;
  let timer = 0;
  let running = null;
  let leaving = false;

  function values() {
    const data = new FormData(form);
    return Object.fromEntries(FIELDS.map((name) => [name, String(data.get(name) || "").replaceAll("\r\n", "\n")]));
  }

  function put(name, value) {
    if (name === "score") {
      form.querySelectorAll("[name=score]").forEach((radio) => {
        radio.checked = radio.value === value;
        if (radio.checked) radio.dispatchEvent(new MouseEvent("click", { bubbles: true }));
      });
    } else form.elements[name].value = value;
  }

  const same = (one, other) => FIELDS.every((name) => one[name] === other[name]);
  let arrived = values();
  const isOpen = () => !same(values(), arrived);

  function keep() {
    try {
      localStorage.setItem(own, JSON.stringify({ base, values: values() }));
    } catch {
      // A full or forbidden store: the page itself still holds the words, and leaving it is warned of.
    }
  }

  function forget(key) {
    try {
      localStorage.removeItem(key);
    } catch {
      // Nothing was kept.
    }
  }

  function say(kind, time = "") {
    const isBad = ["not-saved", "signed-out", "somebody-else"].includes(kind);
    const words = form.getAttribute(`data-word-${kind}`).replace("{time}", time);
    if (state.textContent !== words) state.textContent = words;
    state.classList.toggle("govuk-error-message", isBad);
    state.classList.toggle("govuk-hint", !isBad);
    state.dataset.workbookState = kind;
    signIn.hidden = kind !== "signed-out";
  }

  // Signing in again changes the token of every open page; the cookie always has the one of now.
  function token() {
    const cookie = document.cookie.split("; ").find((one) => one.startsWith("csrftoken="));
    return cookie ? cookie.slice("csrftoken=".length) : form.elements.csrfmiddlewaretoken.value;
  }

  function body(extra = {}) {
    const data = new FormData(form);
    seq += 1;
    for (const [name, value] of Object.entries({ base, seq, csrfmiddlewaretoken: token(), ...extra })) data.set(name, value);
    return data;
  }

  async function send(extra) {
    const sent = values();
    say("saving");
    let answer = null;
    let told = {};
    try {
      answer = await fetch(form.action, {
        method: "POST",
        body: body(extra),
        headers: { Accept: "application/json", "X-CSRFToken": token() },
        credentials: "same-origin",
      });
      if ((answer.headers.get("Content-Type") || "").startsWith("application/json")) told = await answer.json();
    } catch {
      say("not-saved");
      return null;
    }
    if (answer.redirected || answer.status === 401 || answer.status === 403) {
      say("signed-out");
      return null;
    }
    if (told.state === "somebody_else") {
      say("somebody-else");
      return null;
    }
    if (told.state !== "saved" && told.state !== "kept") {
      say("not-saved");
      if (told.words) state.textContent += ` ${told.words}`;
      return null;
    }
    arrived = sent;
    if (told.state === "saved") {
      base = told.version;
      // Somebody else's words in fields that were not touched here.
      for (const name of FIELDS) {
        if (values()[name] === sent[name] && told.answer[name] !== sent[name]) {
          put(name, told.answer[name]);
          arrived[name] = told.answer[name];
        }
      }
      clash.hidden = true;
    } else {
      clash.querySelector("[data-workbook-by]").textContent = told.by || "";
      clash.querySelector("[data-workbook-theirs]").textContent = FIELDS.filter((name) => name !== "score" && told.answer[name]).map((name) => told.answer[name]).join("\n\n");
      clash.hidden = false;
    }
    if (isOpen()) keep();
    else forget(own);
    say(told.state, told.time);
    return told;
  }

  /** One save at a time, so that an earlier text never overtakes a later. */
  async function save(extra) {
    clearTimeout(timer);
    while (running) await running;
    running = send(extra);
    const told = await running;
    running = null;
    if (told && isOpen()) later();
    return told;
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  function changed() {
    if (!isOpen()) return;
    keep();
    say("typing");
    later();
  }

  // Both texts are drawn by the server: a link to a place in this page would not read it again.
  clash.querySelector("a").addEventListener("click", (event) => {
    event.preventDefault();
    location.hash = "kept";
    location.reload();
  });
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const pressed = event.submitter;
    const told = await save(pressed?.name ? { [pressed.name]: pressed.value } : {});
    if (!told || isOpen()) return;
    leaving = true;
    if (told.state === "kept" || pressed?.name === "settles") location.assign(`${location.pathname}#kept`), location.reload();
    else if (pressed?.dataset.next) location.assign(pressed.dataset.next);
    else leaving = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && isOpen()) event.preventDefault();
  });
  window.addEventListener("pagehide", () => {
    if (!leaving && isOpen()) navigator.sendBeacon(form.action, body());
  });
  const tryAgain = () => {
    if (isOpen() && !running && state.dataset.workbookState !== "typing") save();
  };
  setInterval(tryAgain, AGAIN);
  window.addEventListener("online", tryAgain);
  window.addEventListener("focus", tryAgain);

  /** Words of a tab that was closed before the server had them come back, as a page of its own that read what it had read. */
  function restore() {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith(prefix));
    for (const key of keys) {
      let draft = null;
      try {
        draft = JSON.parse(localStorage.getItem(key));
      } catch {
        draft = null;
      }
      if (!draft || same(draft.values, arrived)) {
        forget(key);
        continue;
      }
      base = draft.base;
      FIELDS.forEach((name) => put(name, draft.values[name] || ""));
      keep();
      say("restored");
      save().then((told) => {
        if (told) forget(key);
      });
      return;
    }
  }
  restore();
}

const form = document.querySelector("form[data-workbook]");
if (form) startWorkbook(form);
