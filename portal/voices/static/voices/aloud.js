// Reading the question aloud, with voices that are on this device only: others would send the words to somebody.
const page = document.querySelector("[data-read-aloud]");
const local = () => window.speechSynthesis?.getVoices().find((voice) => voice.localService && voice.lang.startsWith("en"));

const offer = () => {
  if (!page || !local() || document.querySelector(".app-aloud")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary app-aloud";
  button.textContent = "Read it to me";
  button.addEventListener("click", () => {
    const parts = page.querySelectorAll("h1, .govuk-hint, .govuk-radios__label");
    const speech = new SpeechSynthesisUtterance([...parts].map((part) => part.textContent.trim()).join(". "));
    speech.voice = local();
    speech.rate = 0.9;
    window.speechSynthesis.cancel();
    window.speechSynthesis.speak(speech);
  });
  page.before(button);
};

offer();
window.speechSynthesis?.addEventListener?.("voiceschanged", offer);
