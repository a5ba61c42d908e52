// Selecting words in a text for beta readers offers to say something about them.
// Without this, the sign beside each paragraph does.
const text = document.querySelector(".given");
const key = "beta-quote";

function chosen() {
  const s = getSelection();
  if (!s.rangeCount || s.isCollapsed) return null;
  const from = s.getRangeAt(0).startContainer;
  const passage = (from.nodeType === 1 ? from : from.parentElement)?.closest(".passage");
  const link = passage?.querySelector(".sayhere");
  if (!link || !passage.contains(s.getRangeAt(0).endContainer)) return null;
  return { link, quote: s.toString().replace(/\s+/g, " ").trim() };
}

if (text?.querySelector(".sayhere")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn primary saythis";
  button.hidden = true;
  button.textContent = text.dataset.say;
  text.append(button);
  document.addEventListener("selectionchange", () => { button.hidden = !chosen()?.quote; });
  button.addEventListener("click", () => {
    const c = chosen();
    if (!c) return;
    sessionStorage.setItem(key, c.quote);
    location.href = c.link.href;
  });
  const field = document.querySelector("#say input[name=quote]");
  const quote = sessionStorage.getItem(key);
  if (field && quote && !field.value) field.value = quote;
  if (field) document.querySelector("#say textarea").focus();
  sessionStorage.removeItem(key);
}
