// Nobody is signed out without a warning: who is writing stays signed in, who is away is told three minutes before.
const WARN = 3 * 60 * 1000;
const LATELY = 5 * 60 * 1000;

export function startSession(root) {
  const box = root.querySelector("[data-session-ends]");
  if (!box) return;
  const words = box.querySelector("[data-session-time]");
  const button = box.querySelector("[data-session-stay]");
  let ends = Date.parse(box.dataset.sessionEnds);
  let lastTyped = 0;
  let timer = 0;

  function show(canStay) {
    words.textContent = new Date(ends).toLocaleTimeString(document.documentElement.lang, { hour: "numeric", minute: "2-digit" });
    button.hidden = !canStay;
    box.hidden = false;
  }

  async function stay() {
    const token = root.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
    const answer = await fetch(box.dataset.sessionStayUrl, {
      method: "POST",
      headers: { "X-CSRFToken": token },
      credentials: "same-origin",
    }).catch(() => null);
    if (!answer?.ok || answer.redirected) {
      show(false);
      return;
    }
    const now = Date.parse((await answer.json()).ends);
    // The longest a session may last is reached: it ends whatever is done, and typed text is kept.
    const isLast = now <= ends;
    ends = now;
    box.hidden = !isLast;
    if (isLast) show(false);
    else plan();
  }

  function plan() {
    clearTimeout(timer);
    timer = setTimeout(() => (Date.now() - lastTyped < LATELY ? stay() : show(true)), Math.max(ends - WARN - Date.now(), 0));
  }

  root.addEventListener("input", () => {
    lastTyped = Date.now();
  });
  button.addEventListener("click", stay);
  document.addEventListener("visibilitychange", plan);
  plan();
}
