// Every page's script. Each part is a help only: the pages work without any of it.
import { initAll } from "../govuk-frontend.min.js";
import { startGuard } from "./guard.js";
import { startSession } from "./session.js";

initAll();
startGuard(document);
startSession(document);

// The package marks a radio that reveals something as expanded, which radios may not be (ARIA 1.2); their group says enough.
function plainRadios() {
  document.querySelectorAll("input[type=radio][aria-expanded]").forEach((radio) => radio.removeAttribute("aria-expanded"));
}
plainRadios();
document.addEventListener("click", plainRadios);
window.addEventListener("pageshow", plainRadios);

if (document.querySelector("[data-live-url]")) {
  import("./live.js").then((live) => live.startLive(document));
}
document.querySelectorAll("[data-submit-on-change]").forEach((control) => {
  control.addEventListener("change", () => control.form?.requestSubmit());
});
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});
