// Fields that name tags offer them to who types: the last of those between commas. The
// kinds stand in data-names. Without this script they are plain fields.
const list = document.createElement("ul"), status = document.createElement("p");
list.className = "name-offers";
list.id = "name-offers";
list.setAttribute("role", "listbox");
list.hidden = true;
status.className = "vh";
status.setAttribute("role", "status");
document.body.append(status);

let field = null, all = [], at = -1, asked = 0, pause;
const last = s => s.slice(s.lastIndexOf(",") + 1);

function close() {
  asked++;
  clearTimeout(pause);
  at = -1;
  list.hidden = true;
  list.remove();
  field?.setAttribute("aria-expanded", "false");
  field?.removeAttribute("aria-activedescendant");
}

function mark(to) {
  at = (to + all.length) % all.length;
  [...list.children].forEach((li, i) => li.setAttribute("aria-selected", String(i === at)));
  field.setAttribute("aria-activedescendant", list.children[at].id);
  list.children[at].scrollIntoView({ block: "nearest" });
}

function take(tag) {
  const before = field.value.slice(0, field.value.length - last(field.value).length).trim();
  field.value = before ? `${before} ${tag.name}` : tag.name;
  close();
}

function row(tag, i) {
  const li = document.createElement("li"), name = document.createElement("span"), count = document.createElement("span");
  li.id = `name-offer-${i}`;
  li.setAttribute("role", "option");
  li.setAttribute("aria-selected", "false");
  name.className = `tag ${tag.type}`;
  name.dir = "auto";
  name.textContent = tag.name;
  count.className = "count";
  count.textContent = tag.works.toLocaleString();
  li.append(name, count);
  li.addEventListener("pointerdown", e => e.preventDefault()); // the field keeps the focus
  li.addEventListener("click", () => take(tag));
  return li;
}

async function ask() {
  const mine = ++asked, here = field, q = last(here.value).trim();
  if (!q) return close();
  const some = await Promise.all(here.dataset.names.split(" ").map(async type => {
    try {
      const answer = await fetch(`/suggest/tags?${new URLSearchParams({ type, q })}`);
      return answer.ok ? await answer.json() : [];
    } catch { return []; } // one types on
  }));
  if (mine !== asked || document.activeElement !== here) return;
  all = some.flat().filter(x => x.canonical).sort((a, b) => b.works - a.works).slice(0, 10);
  if (!all.length) return close();
  at = -1;
  list.replaceChildren(...all.map(row));
  list.setAttribute("aria-label", here.labels[0]?.textContent ?? "");
  here.after(list);
  Object.assign(list.style, { top: `${here.offsetTop + here.offsetHeight + 2}px`, left: `${here.offsetLeft}px`, width: `${here.offsetWidth}px` });
  list.hidden = false;
  here.setAttribute("aria-expanded", "true");
  status.textContent = here.dataset.found.replace("{n}", all.length);
}

document.addEventListener("focusin", e => {
  if (!e.target.matches("[data-names]")) return;
  field = e.target;
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) field.setAttribute(name, value);
});
document.addEventListener("focusout", e => { if (e.target === field) close(); });
document.addEventListener("input", e => {
  if (e.target !== field) return;
  clearTimeout(pause);
  pause = setTimeout(ask, 120);
});
// Before the keys of the page: Enter takes what is marked, Esc only closes the list.
document.addEventListener("keydown", e => {
  if (e.target !== field || list.hidden || e.isComposing) return;
  if (e.key === "ArrowDown") mark(at + 1);
  else if (e.key === "ArrowUp") mark(at < 0 ? -1 : at - 1);
  else if ((e.key === "Enter" || e.key === "Tab") && at >= 0) take(all[at]);
  else if (e.key === "Escape") close();
  else return;
  if (e.key === "Tab") return;
  e.preventDefault();
  e.stopPropagation();
}, true);
