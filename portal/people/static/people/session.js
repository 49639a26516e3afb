// Warns before a session ends and lets its owner stay; the server decides in any case.
(() => {
  const box = document.querySelector("[data-session-ends]");
  if (!box) return;
  const WARN = 2 * 60 * 1000;
  let timer = 0;

  const plan = (ends) => {
    clearTimeout(timer);
    box.hidden = true;
    timer = setTimeout(() => {
      box.hidden = false;
      box.scrollIntoView({ block: "nearest" });
    }, Math.max(0, new Date(ends) - Date.now() - WARN));
  };

  box.querySelector("button").addEventListener("click", async () => {
    const token = box.querySelector("[name=csrfmiddlewaretoken]").value;
    const answer = await fetch(box.dataset.sessionStay, { method: "POST", headers: { "X-CSRFToken": token } });
    if (answer.ok && !answer.redirected) {
      plan((await answer.json()).ends);
    } else {
      location.assign(box.dataset.sessionOut);
    }
  });

  plan(box.dataset.sessionEnds);
})();
