// A card's picture code carries its words behind the "#", which no browser sends to a server. They are put into the box
// and taken out of the address at once, so that neither history nor shoulder-lookers find them there.
const box = document.querySelector("#card-form input[name='code']");
const words = decodeURIComponent(location.hash.slice(1)).replace(/[^a-z]+/gi, " ").trim();
if (box && words) {
  box.value = words;
  history.replaceState(null, "", location.pathname);
  box.focus();
}
