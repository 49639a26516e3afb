// Recording in the page instead of choosing a file. It stays on this device until everything is sent.
const LONGEST = 3 * 60 * 1000;

const show = (box) => {
  const button = document.createElement("button");
  const said = document.createElement("p");
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary";
  button.textContent = "Record now";
  said.className = "govuk-body";
  said.setAttribute("aria-live", "polite");
  box.before(button, said);

  let recorder = null;
  let stop = null;
  button.addEventListener("click", async () => {
    if (recorder?.state === "recording") {
      recorder.stop();
      return;
    }
    let stream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      said.textContent = "The microphone cannot be used here. You can choose a file instead.";
      return;
    }
    const pieces = [];
    recorder = new MediaRecorder(stream, { audioBitsPerSecond: 48000 });
    recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
    recorder.addEventListener("stop", () => {
      clearTimeout(stop);
      stream.getTracks().forEach((track) => track.stop());
      const file = new File(pieces, "recording", { type: recorder.mimeType });
      const files = new DataTransfer();
      files.items.add(file);
      box.files = files.files;
      button.textContent = "Record again";
      said.textContent = "Recorded. It is sent together with your words.";
    });
    recorder.start();
    button.textContent = "Stop";
    said.textContent = "Recording. It stops by itself after three minutes.";
    stop = setTimeout(() => recorder.state === "recording" && recorder.stop(), LONGEST);
  });
};

if (navigator.mediaDevices?.getUserMedia && window.MediaRecorder) {
  document.querySelectorAll("input[type='file'][data-record]").forEach(show);
}
