// The panel of filters says how many works there will be while one chooses, the list
// beside it follows each choice, tags are offered to who types, and orders change at once.
// Without this script it is a form.
const $ = (s, from = document) => from.querySelector(s);
const $$ = (s, from = document) => [...from.querySelectorAll(s)];
addEventListener("change", e => { if (e.target.matches("select[data-send]")) e.target.form.requestSubmit(); });

const form = $("#work-filters");
const make = (name, props = {}, ...inside) => { const e = Object.assign(document.createElement(name), props); e.append(...inside); return e; };
const icon = d => { const s = make("span"); s.innerHTML = `<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="${d}"/></svg>`; return s.firstChild; };
const plus = "M12 5v14M5 12h14", minus = "M5 12h14", cross = "M6 6l12 12M18 6L6 18";

// Live numbers.
let asked = 0, wait;

function chosen() {
  const fields = new URLSearchParams(new FormData(form));
  fields.set("tags", (fields.get("tags") ?? "").split(",").slice(0, -1).join(",")); // the last one is still being typed
  return fields;
}

async function count() {
  const mine = ++asked, fields = chosen();
  for (const [k, v] of [...fields]) if (!v) fields.delete(k, v);
  for (const [k, v] of new URLSearchParams(form.dataset.count)) fields.set(k, v);
  for (const el of $$("[data-n^='tags=']", form)) fields.append("shown", el.dataset.n.slice(5));
  form.setAttribute("aria-busy", "true");
  let told = null;
  try {
    const answer = await fetch(`/works/count?${fields}`);
    if (answer.ok) told = await answer.json();
  } catch { /* the button leads there all the same */ }
  if (mine !== asked) return;
  form.removeAttribute("aria-busy");
  if (!told) return;
  $(".go button", form).textContent = $(".go [role=status]", form).textContent = told.show;
  for (const el of $$("[data-n]", form)) {
    const n = told.counts[el.dataset.n] ?? "0";
    el.textContent = n && `(${n})`;
  }
}

function soon(ms) {
  clearTimeout(wait);
  wait = setTimeout(() => { count(); follow(); }, ms);
}

// The list follows what is chosen, as the page would be to which the button leads. Each
// choice is a step back in the browser's history; of what was used last, the steps on the
// way to it are no part.
const arrived = new URL(location.href);
if (arrived.searchParams.has("saved")) { // said once
  arrived.searchParams.delete("saved");
  history.replaceState(null, "", arrived);
}
let shown = location.href, step = "", going;
const place = a => new URL(a).pathname + new URL(a).search;

async function follow() {
  const found = $(".found"), line = $("#line-sheet");
  if (!found || line && line.value !== line.defaultValue) return; // a line is sent when it is finished
  going?.abort();
  going = new AbortController();
  found.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(`${form.getAttribute("action")}?${chosen()}`, { signal: going.signal, headers: step ? { "Ficstead-Instead": step } : {} });
    if (answer.ok) put(new DOMParser().parseFromString(await answer.text(), "text/html"), answer.url);
  } catch (e) {
    if (e.name === "AbortError") return; // the next choice is on its way
  }
  found.removeAttribute("aria-busy");
}

function put(page, address) {
  const found = $(".found"), now = $(".found", page);
  if (!now) return;
  const line = $(".line-form, .search-form", found), next = $(".line-form, .search-form", now), focused = found.contains(document.activeElement);
  for (const kept of $$("input[type=hidden]", line)) kept.remove();
  line.prepend(...$$("input[type=hidden]", next));
  for (const old of [...found.children]) if (old !== line) old.remove();
  for (const e of [...now.children]) if (e !== next) found.append(document.adoptNode(e));
  $$(".body > dd[id]", page).forEach(more);
  document.title = page.title;
  if (place(address) !== place(shown)) {
    history.pushState(null, "", address);
    shown = address;
    step = place(address);
  }
  if (focused || found.getBoundingClientRect().top < 0) found.scrollIntoView({ behavior: "instant" });
}

// What is among the commonest only now is offered too, after what stands there.
function more(group) {
  const here = document.getElementById(group.id);
  if (here) {
    const known = new Set($$("[data-n]", here).map(el => el.dataset.n));
    $("ul", here)?.append(...$$("li", group).filter(li => !known.has($("[data-n]", li)?.dataset.n)));
  }
}

// Back is to the list as it was; a place within the page is not.
addEventListener("popstate", () => { if (place(location.href) !== place(shown)) location.reload(); });

// A usual length and typed bounds take each other's place.
function lengths(e) {
  const bounds = $$("[name=words_from], [name=words_to]", form);
  if (e.target.name === "length") for (const b of bounds) b.value = "";
  else if (bounds.includes(e.target)) for (const r of $$("[name=length]", form)) r.checked = !r.value;
}

// Tags, each with a plus and a minus.
function offers(input) {
  const list = make("ul", { className: "asked", hidden: true }), chosen = make("ul", { className: "asked-for" });
  const status = make("p", { className: "vh" });
  status.setAttribute("role", "status");
  list.setAttribute("role", "list");
  chosen.setAttribute("role", "list");
  input.parentNode.append(list, chosen, status);
  const say = (key, values) => Object.entries(values).reduce((s, [k, v]) => s.replace(`{${k}}`, v), input.dataset[key]);
  let last = 0, pause;

  const close = () => { list.hidden = true; };
  const word = () => input.value.split(",").pop().trim();

  function take(tag, out) {
    const gone = make("button", { type: "button" }, icon(cross));
    gone.setAttribute("aria-label", say("remove", tag));
    const chip = make("li", {}, make("span", { className: `tag ${tag.type} ${out ? "out" : "in"}` },
      icon(out ? minus : plus), make("span", { textContent: tag.name, dir: "auto" }), gone,
      make("input", { type: "hidden", name: out ? "exclude" : "include", value: tag.name })));
    gone.onclick = () => { chip.remove(); input.focus(); soon(0); };
    chosen.append(chip);
    input.value = input.value.split(",").slice(0, -1).join(",");
    close();
    input.focus();
    soon(0);
  }

  function row(tag) {
    const both = [[plus, "include", false], [minus, "exclude", true]].map(([sign, key, out]) => {
      const b = make("button", { type: "button", onclick: () => take(tag, out) }, icon(sign));
      b.setAttribute("aria-label", say(key, tag));
      b.title = b.getAttribute("aria-label");
      return b;
    });
    return make("li", {}, make("span", { textContent: tag.name, dir: "auto" }), make("span", { className: "count", textContent: tag.n.toLocaleString() }), ...both);
  }

  async function ask() {
    const mine = ++last, q = word().replace(/^-/, "");
    if (!q) return close();
    let all = [];
    try {
      const answer = await fetch(`/suggest/filters?${new URLSearchParams({ q })}`);
      if (answer.ok) all = await answer.json();
    } catch { /* one types on */ }
    if (mine !== last || !word()) return;
    list.replaceChildren(...all.map(row));
    list.hidden = !all.length;
    status.textContent = say("found", { n: all.length });
  }

  input.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(ask, 120); });
  input.addEventListener("keydown", e => {
    if (e.isComposing) return;
    if (e.key === "ArrowDown" && !list.hidden) { e.preventDefault(); $("button", list)?.focus(); }
    else if (e.key === "Escape" && !list.hidden) { e.preventDefault(); e.stopPropagation(); close(); }
  });
  list.addEventListener("keydown", e => {
    const all = $$("button", list), at = all.indexOf(document.activeElement);
    const by = { ArrowDown: 2, ArrowUp: -2, ArrowRight: 1, ArrowLeft: -1 }[e.key];
    if (e.key === "Escape") { e.preventDefault(); e.stopPropagation(); close(); input.focus(); }
    else if (by) { e.preventDefault(); (all[at + by] ?? (by < 0 ? input : all[at])).focus(); }
  });
  input.parentNode.addEventListener("focusout", e => { if (e.relatedTarget && !input.parentNode.contains(e.relatedTarget)) close(); });
}

if (form) {
  // The list under the sheet is there already: the button only takes the sheet away.
  form.addEventListener("submit", e => {
    const there = $(".found:not([aria-busy])");
    if (!step || !there || !form.matches(":popover-open") || place(shown) !== step || $("#line-sheet")?.value !== $("#line-sheet")?.defaultValue || $("#tag-line").value.trim()) return;
    e.preventDefault();
    form.hidePopover();
  });
  form.addEventListener("toggle", e => {
    if (e.newState !== "closed" || !step) return;
    $(".found").scrollIntoView({ behavior: "instant" });
    $("[popovertarget=work-filters]")?.focus({ preventScroll: true }); // the one that opened it is gone with the list it stood on
  });
  form.addEventListener("input", e => { lengths(e); if (e.target.name !== "tags" || e.data === ",") soon(e.target.type === "radio" || e.target.type === "checkbox" ? 0 : 300); });
  offers($("#tag-line"));
}
