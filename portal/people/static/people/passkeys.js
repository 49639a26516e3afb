// Runs the browser's part of a passkey form: ask the device, put its answer into the form, send it.
(() => {
  const optionsOf = async (form) => {
    if (form.dataset.passkey === "sign-in") {
      const response = await fetch(form.action, { headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(`passkey options: ${response.status}`);
      return (await response.json()).request_options;
    }
    const data = JSON.parse(document.getElementById(form.dataset.passkeyOptions).textContent);
    return data.creation_options ?? data.request_options;
  };

  // A passkey stands for password and second factor together: the device keeps it and checks who holds it.
  const asPasskey = (options) => {
    Object.assign(options.publicKey.authenticatorSelection, {
      residentKey: "required",
      requireResidentKey: true,
      userVerification: "required",
    });
    return options;
  };

  const ask = async (form) => {
    const options = await optionsOf(form);
    return form.dataset.passkey === "add"
      ? window.webauthnJSON.create(asPasskey(options))
      : window.webauthnJSON.get(options);
  };

  const problem = document.querySelector("[data-passkey-problem]");

  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    const answer = form.elements.namedItem("credential");
    let asked = false;
    form.addEventListener("submit", async (event) => {
      if (asked) return;
      event.preventDefault();
      if (problem) problem.hidden = true;
      try {
        answer.value = JSON.stringify(await ask(form));
        asked = true;
        form.requestSubmit();
      } catch {
        if (problem) problem.hidden = false;
      }
    });
  });
})();
