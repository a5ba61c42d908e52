// Fields of tags become chips with suggestions, and fields with a limit count. Without
// this script they are lists with commas.
const said = JSON.parse($("[data-tags]")?.dataset.tags ?? "{}");
const say = (key, values) => Object.entries(values).reduce((s, [k, v]) => s.replace(`{${k}}`, v), said[key] ?? "");
const commas = /[,，、﹐﹑､︐︑\n]/;
const cut = s => s.split(commas).map(x => x.trim()).filter(Boolean);
const make = (name, props = {}, ...inside) => { const e = Object.assign(document.createElement(name), props); e.append(...inside); return e; };
const icon = d => { const s = make("span"); s.innerHTML = `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="${d}"/></svg>`; return s.firstChild; };
let serial = 0;

// Characters and relationships are first looked for in the fandoms that are named.
const narrow = ["character", "relationship"];
const fandoms = () => cut($("textarea[data-type=fandom]")?.value ?? "").slice(0, 10);

function chips(area) {
  const id = `guesses-${++serial}`, label = area.labels[0];
  const list = make("ol", { role: "list" });
  const input = make("input", { type: "text", autocomplete: "off", placeholder: said.type, dir: "auto" });
  const guesses = make("div", { className: "guesses", id, hidden: true });
  const status = make("p", { className: "vh" });
  const box = make("div", { className: "chips" }, list, input, guesses);
  guesses.setAttribute("role", "listbox");
  status.setAttribute("role", "status");
  label.id ||= `${area.id}-label`;
  for (const [k, v] of Object.entries({ role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list", "aria-labelledby": label.id })) input.setAttribute(k, v);
  guesses.setAttribute("aria-labelledby", label.id);
  for (const name of ["aria-describedby", "aria-invalid"]) if (area.hasAttribute(name)) input.setAttribute(name, area.getAttribute(name));
  input.id = area.id;
  area.removeAttribute("id");
  label.htmlFor = input.id;
  area.hidden = true;
  area.after(box, status);

  let names = cut(area.value), at = -1, asked = 0, wait, held = null;

  function show() {
    list.replaceChildren(...names.map((name, i) => {
      const first = make("button", { type: "button" }, icon("M15 5l-7 7 7 7")), gone = make("button", { type: "button" }, icon("M6 6l12 12M18 6L6 18"));
      first.setAttribute("aria-label", say("earlier", { name }));
      gone.setAttribute("aria-label", say("remove", { name }));
      first.hidden = i === 0;
      first.onclick = () => { names.splice(i - 1, 0, ...names.splice(i, 1)); keep(); $$("li button:first-of-type", list)[i - 1]?.focus(); };
      gone.onclick = () => { names.splice(i, 1); keep(); input.focus(); };
      return make("li", {}, make("span", { textContent: name, dir: "auto" }), first, gone);
    }));
  }

  function keep() {
    area.value = names.join(", ");
    show();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function add(text) {
    for (const name of cut(text)) if (!names.some(n => n.toLowerCase() === name.toLowerCase())) names.push(name);
    input.value = "";
    close();
    keep();
  }

  function close() {
    guesses.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function pick(i) {
    const all = [...guesses.children];
    at = (i + all.length) % all.length;
    for (const [n, o] of all.entries()) o.setAttribute("aria-selected", n === at);
    input.setAttribute("aria-activedescendant", all[at].id);
    all[at].scrollIntoView({ block: "nearest" });
  }

  async function ask() {
    const mine = ++asked, q = input.value.trim();
    if (!q) return close();
    let all = [];
    try {
      const near = narrow.includes(area.dataset.type) ? fandoms().map(name => ["fandom", name]) : [];
      const answer = await fetch(`/suggest/tags?${new URLSearchParams([["type", area.dataset.type], ["q", q], ...near])}`);
      if (answer.ok) all = await answer.json();
    } catch { /* without the server one types on */ }
    if (mine !== asked || !input.value) return;
    all = all.filter(x => !names.includes(x.name));
    guesses.replaceChildren(...all.map((x, i) => {
      const o = make("div", { id: `${id}-${i}` }, make("span", { textContent: x.name, dir: "auto" }),
        make("span", { className: "count", textContent: [x.as && say("as", { name: x.as }), x.canonical && said.canonical, x.works && say("works", { n: x.works })].filter(Boolean).join(" · ") }));
      o.setAttribute("role", "option");
      o.setAttribute("aria-selected", "false");
      o.onpointerdown = e => { e.preventDefault(); add(x.name); };
      return o;
    }));
    at = -1;
    guesses.hidden = !all.length;
    input.setAttribute("aria-expanded", String(all.length > 0));
    status.textContent = say("found", { n: all.length });
  }

  input.addEventListener("input", () => {
    if (commas.test(input.value)) {
      const rest = input.value.split(commas).pop();
      const done = input.value.slice(0, input.value.length - rest.length);
      add(done);
      input.value = rest.trimStart();
    }
    clearTimeout(wait);
    wait = setTimeout(ask, 150);
  });
  input.addEventListener("paste", e => {
    const text = e.clipboardData.getData("text/plain");
    if (!commas.test(text.trim())) return;
    e.preventDefault();
    add(input.value + text);
  });
  input.addEventListener("keydown", e => {
    const open = !guesses.hidden && guesses.children.length;
    if (e.isComposing) return;
    if (e.key === "ArrowDown" && open) { e.preventDefault(); pick(at + 1); }
    else if (e.key === "ArrowUp" && open) { e.preventDefault(); pick(at - 1); }
    else if (e.key === "Escape" && open) { e.preventDefault(); close(); }
    else if (e.key === "Enter" && input.value.trim()) { e.preventDefault(); add(at >= 0 ? guesses.children[at].firstChild.textContent : input.value); }
    else if (e.key === "Backspace" && !input.value && names.length) { names.pop(); keep(); }
  });
  input.addEventListener("blur", () => { if (input.value.trim()) add(input.value); close(); });

  // Chips can be dragged; the arrow in each does the same.
  list.addEventListener("pointerdown", e => {
    if (e.target.localName !== "span") return;
    held = e.target.parentNode;
    held.classList.add("held");
    list.setPointerCapture(e.pointerId);
  });
  list.addEventListener("pointermove", e => {
    const over = held && document.elementFromPoint(e.clientX, e.clientY)?.closest("li");
    if (!over || over === held || over.parentNode !== list) return;
    const box = over.getBoundingClientRect();
    over[e.clientX > box.left + box.width / 2 ? "after" : "before"](held);
  });
  for (const end of ["pointerup", "pointercancel"]) list.addEventListener(end, () => {
    if (!held) return;
    names = [...list.children].map(li => li.firstChild.textContent);
    held = null;
    keep();
  });
  area.form.addEventListener("submit", () => { if (input.value.trim()) add(input.value); });
  show();
}

// Each relationship has a row that says what it is to the work.
function weigh(area, rows) {
  const model = $("template", rows);
  const update = () => {
    const was = Object.fromEntries($$("label", rows).map(l => [$("input", l).value, $("select", l).value]));
    for (const l of $$("label", rows)) l.remove();
    for (const name of cut(area.value)) {
      const row = model.content.firstElementChild.cloneNode(true);
      $("input", row).value = $("span", row).textContent = name;
      $("select", row).value = was[name] ?? "";
      rows.insertBefore(row, model);
    }
  };
  area.addEventListener("input", update);
}

// What readers see counts: tags of HTML do not.
const bare = s => new DOMParser().parseFromString(s, "text/html").body.textContent.trim();

function count(field) {
  const most = Number(field.dataset.most), told = make("p", { className: "counted" });
  field.after(told);
  const update = () => {
    const n = [...(field.localName === "textarea" ? bare(field.value) : field.value.trim())].length;
    told.textContent = say("count", { n: n.toLocaleString(), most: most.toLocaleString() });
    told.classList.toggle("far", n > most);
  };
  let wait;
  field.addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(update, 100); });
  update();
}

const lists = $$("textarea[data-type]");
const tags = $("fieldset[data-most]");
if (tags) {
  const told = make("p", { className: "counted" }), most = Number(tags.dataset.most);
  const update = () => {
    const n = lists.reduce((sum, a) => sum + cut(a.value).length, 0);
    told.textContent = say("tags", { n, most });
    told.classList.toggle("far", n > most);
  };
  tags.append(told);
  tags.addEventListener("input", update);
  update();
}
for (const area of lists) {
  if (area.dataset.type === "relationship") weigh(area, $("[data-weights]"));
  chips(area);
}
for (const field of $$("input[data-most], textarea[data-most]")) count(field);
