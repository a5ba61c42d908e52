// What every page's script begins with. Every page works without it.
const root = document.documentElement;
const $ = (s, from = document) => from.querySelector(s);
const $$ = (s, from = document) => [...from.querySelectorAll(s)];
const kept = {
  get(k) { try { return localStorage.getItem(k); } catch { return null; } },
  set(k, v) { try { localStorage.setItem(k, v); } catch { /* a private window keeps nothing */ } },
};

// Settings are data attributes of the root; the stylesheet goes by them.
const names = ["theme", "size", "face", "width", "line", "para", "justify"];
const settings = () => Object.fromEntries(names.filter(n => root.dataset[n]).map(n => [n, root.dataset[n]]));
let sending;

function keep() {
  if (!root.dataset.account) return kept.set("reading", JSON.stringify(settings()));
  clearTimeout(sending);
  sending = setTimeout(() => fetch("/account/reading", {
    method: "POST", keepalive: true, body: new URLSearchParams(settings()),
  }).catch(() => { /* it stays for this page */ }), 400);
}

function choose(changes) {
  for (const [n, v] of Object.entries(changes)) v ? root.dataset[n] = v : delete root.dataset[n];
  for (const m of $$("[name=theme-color]")) m.content = getComputedStyle(root).backgroundColor;
  keep();
  show();
}

// Controls that set something name it in data-set; data-usual is the default.
const controls = $$("[data-set]");

function show() {
  for (const el of controls) {
    const now = root.dataset[el.dataset.set] ?? el.dataset.usual ?? "";
    if (el.type === "radio") el.checked = el.value === now;
    else if (el.type === "checkbox") el.checked = now === el.value;
    else el.value = now;
  }
}

for (const el of controls) el.addEventListener("change", () => {
  const v = el.type === "checkbox" && !el.checked ? "" : el.value;
  choose({ [el.dataset.set]: v === el.dataset.usual ? "" : v });
});
show();

// Menus close at Esc, at a press elsewhere, and when the focus leaves.
const menus = () => $$("details.menu[open]");
const closed = to => { for (const m of menus()) if (to && !m.contains(to)) m.open = false; };
addEventListener("focusout", e => closed(e.relatedTarget));
addEventListener("pointerdown", e => closed(e.target));

// A link to be sent to somebody is copied by one press, on old browsers and without TLS too.
for (const b of $$("[data-copy]")) b.addEventListener("click", async () => {
  const field = b.parentElement.querySelector("input");
  field.select();
  try { await navigator.clipboard.writeText(field.value); } catch { if (!document.execCommand("copy")) return; }
  b.textContent = b.dataset.copied;
});

// Who was led to a place in an adult work comes to that place, after the question before it.
if (location.hash) {
  for (const a of $$(".gate a.primary")) a.hash = location.hash;
  for (const f of $$(".gate form")) f.action += location.hash;
}

// What is wider than the screen can be moved by keys too.
for (const t of $$(".userstuff table")) if (t.scrollWidth > t.clientWidth) t.tabIndex = 0;

// Keys. Letters alone can be turned off for those who speak to their computer.
const letters = $("[data-letters]");
if (letters) {
  letters.checked = kept.get("letters") !== "off";
  letters.addEventListener("change", () => kept.set("letters", letters.checked ? "on" : "off"));
}
const keys = { "?": () => $("#keys")?.togglePopover() };
addEventListener("keydown", e => {
  if (e.key === "Escape") for (const m of menus()) { m.open = false; m.firstElementChild.focus(); }
  if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
  if (e.target.closest?.("input, textarea, select, [contenteditable]")) return;
  if (e.key.length === 1 && letters && !letters.checked) return;
  const act = keys[e.key];
  if (act && act() !== false) e.preventDefault();
});
const follow = s => { const a = $(s); if (!a) return false; a.click(); };
