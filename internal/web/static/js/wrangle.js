// The queue by the keyboard: the next tag is there at once, since it came with the one
// before. What was decided is sent in order, one after the other. Without this script
// the buttons do the same.
const queue = document.querySelector("[data-queue]");

if (queue) {
  const said = document.querySelector("[data-said]");
  const front = () => queue.querySelector(".waiting:not([hidden])");
  const last = () => queue.querySelector(".last-act");
  let chain = Promise.resolve();
  let open = 0;

  // takeLast shows what can be undone now, and what went wrong.
  function takeLast(fresh) {
    const act = fresh.querySelector(".last-act"), trouble = fresh.querySelector("[role=alert]");
    last()?.remove();
    if (act) queue.prepend(act);
    if (trouble) queue.prepend(trouble);
    for (const x of fresh.querySelectorAll(".left")) queue.querySelector(".left").replaceWith(x);
  }

  // takeComing names what comes next.
  function takeComing(fresh) {
    const now = fresh.querySelector("[data-coming]");
    if (now) document.querySelector("[data-coming]").replaceWith(now);
    point();
  }

  function point() {
    for (const li of document.querySelectorAll("[data-coming] li")) {
      const a = li.querySelector("a");
      if (li.dataset.tag === front()?.dataset.tag) a.setAttribute("aria-current", "true");
      else a.removeAttribute("aria-current");
    }
  }

  // takeItems shows the tags that wait. The one in front stays untouched where it is, with
  // what somebody is typing in it, unless the answer is about another.
  function takeItems(fresh, keep) {
    const now = front(), items = [...fresh.querySelectorAll(".waiting")];
    const at = keep && now ? items.findIndex(x => x.dataset.tag === now.dataset.tag) : -1;
    for (const x of queue.querySelectorAll(".waiting, .empty")) if (at < 0 || x !== now) x.remove();
    if (at < 0) queue.append(...fresh.querySelectorAll(".waiting, .empty"));
    else now.after(...items.slice(at + 1)); // what stands before it is done already
    for (const x of queue.querySelectorAll(".waiting")) x.hidden = x !== (at < 0 ? items[0] : now);
    if (!queue.contains(document.activeElement)) focusOn(front() ?? queue);
  }

  function focusOn(x) {
    const h = x.querySelector("h2") ?? x;
    h.tabIndex = -1;
    h.focus({ preventScroll: true });
    h.scrollIntoView({ block: "nearest" });
  }

  // send sends what was decided after all that was decided before. What is undone is
  // known only then: it may be on its way yet.
  function send(read, undo) {
    open++;
    queue.querySelector("[role=alert]")?.remove();
    chain = chain.then(async () => {
      const body = read();
      if (!body) {
        open--;
        return;
      }
      const answer = await fetch("/wrangle", { method: "POST", body, headers: { "X-Fragment": "queue" } });
      const html = await answer.text();
      open--;
      if (!answer.headers.get("Content-Type")?.startsWith("text/html") || (!answer.ok && answer.status !== 422 && answer.status !== 409)) throw new Error(String(answer.status));
      const fresh = document.createElement("div");
      fresh.innerHTML = html;
      if (open === 0 || answer.status !== 200) takeItems(fresh, answer.status === 200 && !undo);
      takeLast(fresh);
      if (open === 0) takeComing(fresh);
      if (open === 0) said.textContent = fresh.querySelector("[data-says]")?.textContent ?? "";
    }).catch(() => location.reload());
  }

  function undo() {
    send(() => {
      const form = last();
      return form && filled(form, form.querySelector("[data-key=u]"));
    }, true);
  }

  function filled(form, button) {
    const body = new URLSearchParams(new FormData(form));
    body.set(button.name, button.value);
    return body;
  }

  function decide(item, button) {
    const body = filled(button.form, button), next = item.nextElementSibling;
    item.remove();
    document.querySelector(`[data-coming] li[data-tag="${item.dataset.tag}"]`)?.remove();
    if (next?.matches(".waiting")) {
      next.hidden = false;
      focusOn(next);
    }
    point();
    send(() => body, false);
  }

  queue.addEventListener("submit", e => {
    if (!e.submitter) return;
    e.preventDefault();
    const item = e.target.closest(".waiting");
    if (item) decide(item, e.submitter);
    else undo();
  });

  document.addEventListener("keydown", e => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing || e.repeat) return;
    const typing = e.target.closest("input, textarea, select, [contenteditable]"), x = front();
    if (typing) {
      if (e.key === "Escape" && x?.contains(typing)) focusOn(x);
      return;
    }
    const key = e.key === "Enter" ? "1" : e.key.toLowerCase();
    if (e.key === "Enter" && e.target.closest("button, a, summary")) return;
    if (e.key === "?") {
      const help = document.querySelector(".keys-help");
      help.open = !help.open;
      help.scrollIntoView({ block: "nearest" });
    } else if (key === "p" && x) {
      x.querySelector("[data-key-field=p]").focus();
    } else if (key === "u" && (last() || open)) {
      undo();
    } else {
      const button = /^[1-5nls]$/.test(key) && x?.querySelector(`[data-key="${key}"]`);
      if (!button) return;
      button.form.requestSubmit(button);
    }
    e.preventDefault();
  });
}

// What goes on by itself is shown anew every two seconds, and the page once it has ended.
const live = document.querySelector("[data-live]");

if (live) {
  const bar = live.querySelector("progress"), far = live.querySelector("[data-how-far]");
  const look = async () => {
    const answer = await fetch(live.dataset.live).catch(() => null);
    if (answer?.ok) {
      const now = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]");
      if (!now) return document.activeElement.matches("input, textarea, select") ? live.remove() : location.reload();
      bar.max = now.querySelector("progress").max;
      bar.value = now.querySelector("progress").value;
      far.textContent = now.querySelector("[data-how-far]").textContent;
    }
    setTimeout(look, 2000);
  };
  setTimeout(look, 1000);
}
