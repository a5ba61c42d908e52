// The queue by the keyboard: the next tag is there at once, since it came with the one
// before. What was decided is sent in order, one after the other. Without this script
// the buttons do the same.
const queue = document.querySelector("[data-queue]");

if (queue) {
  let chain = Promise.resolve();
  const items = () => [...queue.querySelectorAll(".waiting")];
  const front = () => items().find(x => !x.hidden);

  // take shows an answer, unless somebody is ahead of it: then only what is new comes in.
  function take(html) {
    const fresh = document.createElement("div");
    fresh.innerHTML = html;
    const now = front();
    const same = now && fresh.querySelector(`.waiting[data-tag="${now.dataset.tag}"]`);
    if (same && !fresh.querySelector("[role=alert]")) {
      same.replaceWith(now);
      for (const x of fresh.querySelectorAll(".waiting")) x.hidden = x !== now;
      // What stands before it is done already.
      for (const x of fresh.querySelectorAll(".waiting")) if (x !== now && x.compareDocumentPosition(now) & Node.DOCUMENT_POSITION_FOLLOWING) x.remove();
    }
    queue.replaceChildren(...fresh.childNodes);
    const shown = front();
    if (shown && !queue.contains(document.activeElement)) focusOn(shown);
  }

  function focusOn(x) {
    const h = x.querySelector("h2");
    h.tabIndex = -1;
    h.focus({ preventScroll: true });
  }

  let open = 0;

  function send(form, button) {
    const body = new URLSearchParams(new FormData(form));
    body.set(button.name, button.value);
    open++;
    const done = form.closest(".waiting");
    if (done) {
      const next = items().find(x => x.hidden && x !== done);
      done.remove();
      if (next) {
        next.hidden = false;
        focusOn(next);
      }
    }
    chain = chain.then(async () => {
      const answer = await fetch("/wrangle", { method: "POST", body, headers: { "X-Fragment": "queue" } });
      const html = await answer.text();
      open--;
      if (!answer.headers.get("Content-Type")?.startsWith("text/html") || (!answer.ok && answer.status !== 422 && answer.status !== 409)) throw new Error(String(answer.status));
      if (open === 0 || answer.status !== 200) take(html);
    }).catch(() => location.reload());
  }

  queue.addEventListener("submit", e => {
    if (!e.submitter) return;
    e.preventDefault();
    send(e.target, e.submitter);
  });

  document.addEventListener("keydown", e => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
    const typing = e.target.closest("input, textarea, select, [contenteditable]");
    if (typing) {
      if (e.key === "Escape") typing.blur();
      return;
    }
    const x = front();
    if (e.key === "?") {
      const help = document.querySelector(".keys-help");
      help.open = !help.open;
      help.scrollIntoView({ block: "nearest" });
    } else if (e.key.toLowerCase() === "p" && x) {
      x.querySelector("[data-key-field=p]").focus();
    } else {
      const key = e.key === "Enter" ? "1" : e.key.toLowerCase();
      if (e.key === "Enter" && e.target.closest("button, a, summary")) return;
      const button = /^[1-5nlsu]$/.test(key) && (key === "u" ? queue : x)?.querySelector(`[data-key="${key}"]`);
      if (!button) return;
      button.form.requestSubmit(button);
    }
    e.preventDefault();
  });
}
