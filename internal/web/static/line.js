// The line over a list offers fields and tags to who types. Without this script it is a
// field whose help says what can stand in it.
const $$ = (s, from = document) => [...from.querySelectorAll(s)];
const make = (name, props = {}, ...inside) => { const e = Object.assign(document.createElement(name), props); e.append(...inside); return e; };
const lines = $$("input.line");

function offers(input) {
  const list = make("ul", { className: "line-offers", id: `${input.id}-offers`, hidden: true });
  const status = make("p", { className: "vh" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0]?.textContent ?? "");
  status.setAttribute("role", "status");
  input.parentNode.append(list, status);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) input.setAttribute(name, value);
  let last = 0, pause, all = [], at = -1;

  function close() {
    last++;
    clearTimeout(pause);
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function mark(to) {
    at = to;
    [...list.children].forEach((li, i) => li.setAttribute("aria-selected", String(i === at)));
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  }

  function take(o) {
    input.value = o.before + o.after.trimStart();
    input.setSelectionRange(o.before.length, o.before.length);
    close();
    input.focus();
    input.dispatchEvent(new Event("input", { bubbles: true }));
    if (o.type !== "field") close();
  }

  function row(o, i) {
    const li = make("li", { id: `${list.id}-${i}` }, make("span", { textContent: o.text, dir: "auto", className: `name ${o.type}` }));
    if (o.n) li.append(make("span", { className: "count", textContent: o.n.toLocaleString() }));
    li.setAttribute("role", "option");
    li.setAttribute("aria-selected", "false");
    li.addEventListener("pointerdown", e => e.preventDefault()); // the field keeps the focus
    li.addEventListener("click", () => take(o));
    return li;
  }

  async function ask() {
    const mine = ++last, here = input.selectionStart ?? input.value.length;
    if (!input.value.trim() || input.value.length > 500) return close();
    let found = [];
    try {
      const answer = await fetch(`/suggest/line?${new URLSearchParams({ before: input.value.slice(0, here), after: input.value.slice(here) })}`);
      if (answer.ok) found = await answer.json();
    } catch { /* one types on */ }
    if (mine !== last || document.activeElement !== input) return;
    all = found;
    list.replaceChildren(...all.map(row));
    list.hidden = !all.length;
    input.setAttribute("aria-expanded", String(!!all.length));
    mark(-1);
    status.textContent = all.length ? input.dataset.found.replace("{n}", all.length) : "";
  }

  input.addEventListener("input", () => {
    for (const other of lines) if (other !== input) other.value = input.value; // in the sheet and over the list is one line
    clearTimeout(pause);
    pause = setTimeout(ask, 120);
  });
  input.addEventListener("keydown", e => {
    if (e.isComposing || list.hidden) return;
    const n = all.length;
    if (e.key === "ArrowDown") { e.preventDefault(); mark((at + 1) % n); }
    else if (e.key === "ArrowUp") { e.preventDefault(); mark(at < 0 ? n - 1 : at - 1); }
    else if (e.key === "Enter" && at >= 0) { e.preventDefault(); take(all[at]); }
    else if (e.key === "Tab" && at >= 0) { take(all[at]); }
    else if (e.key === "Escape") { e.preventDefault(); e.stopPropagation(); close(); }
  });
  input.addEventListener("blur", close);
}

lines.forEach(offers);
