// Every page's script. Each part is a help only: the pages work without any of it.
import { initAll } from "../govuk-frontend.min.js";
import { startGuard } from "./guard.js";

initAll();
startGuard(document);
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
