// The reading sheet.
const text = $("#workskin"), size = $("#size");
const sizes = (size?.dataset.sizes ?? "").split(" ").map(Number);
const pixels = () => Math.round(parseFloat(getComputedStyle(text).fontSize));
const showSize = () => { if (size) size.value = `${pixels()} px`; };
const resize = by => {
  const now = pixels(), next = by > 0 ? sizes.find(s => s > now) : sizes.findLast(s => s < now);
  if (next) choose({ size: String(next) });
  showSize();
};
const presets = $$("[data-preset]");
const showPreset = () => {
  const now = settings();
  for (const b of presets) {
    const set = JSON.parse(b.dataset.preset);
    b.setAttribute("aria-pressed", names.every(n => n === "theme" || (set[n] ?? "") === (now[n] ?? "")));
  }
};
for (const b of presets) b.addEventListener("click", e => {
  e.preventDefault();
  choose({ ...Object.fromEntries(names.slice(1).map(n => [n, ""])), ...JSON.parse(b.dataset.preset) });
});
for (const b of $$("[data-step]")) b.addEventListener("click", () => resize(Number(b.dataset.step)));
$("[data-reset]")?.addEventListener("click", () => choose(Object.fromEntries(names.map(n => [n, ""]))));
new MutationObserver(() => { showSize(); showPreset(); measure(); }).observe(root, { attributeFilter: names.map(n => "data-" + n) });

// How far through: of the chapter by scrolling, of the work by the words before it.
const bar = $(".through"), left = $("[data-left]");
function measure() {
  if (!bar || !text) return;
  const box = text.getBoundingClientRect();
  const seen = Math.max(0, Math.min(1, (innerHeight - box.top) / box.height));
  bar.value = Number(bar.dataset.before) + Number(bar.dataset.share) * seen;
  if (!left) return;
  const minutes = Math.ceil(left.dataset.minutes * (1 - seen));
  left.textContent = minutes > 0 ? left.dataset.left.replace("{n}", minutes) : left.dataset.done;
}

// The bars leave on the way down and return on the way up, at the ends, on Tab
// and on a tap in the middle of the text.
let last = scrollY, due = false;
const bars = on => { root.dataset.chrome = on ? "on" : "off"; };
addEventListener("scroll", () => {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    measure();
    const moved = scrollY - last, end = innerHeight + scrollY >= root.scrollHeight - 48;
    if (scrollY < 96 || end) bars(true);
    else if (Math.abs(moved) >= 24) bars(moved < 0);
    if (Math.abs(moved) >= 24) last = scrollY;
  });
}, { passive: true });
addEventListener("resize", measure, { passive: true });
addEventListener("keydown", e => { if (e.key === "Tab") bars(true); });
text?.addEventListener("click", e => {
  if (e.target.closest("a, button, summary, details, img, video, audio") || getSelection().toString()) return;
  const y = e.clientY / innerHeight;
  if (y > .3 && y < .7) bars(root.dataset.chrome === "off");
});

// The contents open where one is reading.
$("#contents")?.addEventListener("toggle", e => { if (e.newState === "open") $(".here", e.target)?.scrollIntoView({ block: "center" }); });

// Keys: chapters by arrows, in the direction that the page runs.
const rtl = root.dir === "rtl";
const previous = () => follow("a[rel=prev]"), next = () => follow("a[rel=next]");
keys.ArrowLeft = rtl ? next : previous;
keys.ArrowRight = rtl ? previous : next;
keys.p = previous;
keys.n = next;
keys.a = () => $("#aa")?.togglePopover();
keys.t = () => $("#contents")?.togglePopover();
keys["+"] = keys["="] = () => resize(1);
keys["-"] = keys["−"] = () => resize(-1);
keys.d = () => {
  const all = $$("[name=theme]").map(r => r.value), dark = matchMedia("(prefers-color-scheme: dark)").matches;
  choose({ theme: all[(all.indexOf(root.dataset.theme ?? (dark ? "dark" : "light")) + 1) % all.length] });
};

// Footnotes open where they are called. The link still leads to the note below
// when it is pressed a second time, and without a script.
const pop = document.createElement("div");
pop.className = "fn-pop";
pop.popover = "auto";
pop.setAttribute("role", "note");
($("main") ?? document.body).append(pop);
let timer, caller;

function openNote(a) {
  const id = a.hash.slice(1), note = id && document.getElementById(decodeURIComponent(id));
  if (!note || !note.closest(".footnotes, .fn")) return false;
  if (caller === a && pop.matches(":popover-open")) return true;
  const copy = note.cloneNode(true);
  for (const el of [copy, ...$$("[id]", copy)]) el.removeAttribute("id");
  for (const el of $$("[role=doc-backlink]", copy)) el.remove();
  pop.replaceChildren(...copy.childNodes);
  pop.lang = a.closest("[lang]")?.lang ?? "";
  pop.dir = a.closest("[dir]")?.dir ?? "";
  pop.showPopover();
  const at = a.getBoundingClientRect(), box = pop.getBoundingClientRect();
  pop.style.left = Math.max(16, Math.min(innerWidth - box.width - 16, at.left - box.width / 2)) + "px";
  pop.style.top = (at.bottom + box.height + 16 < innerHeight ? at.bottom + 8 : Math.max(8, at.top - box.height - 8)) + "px";
  caller = a;
  return true;
}
const soon = (wait, act) => { clearTimeout(timer); timer = setTimeout(act, wait); };
const hover = (el, enter) => {
  el.addEventListener("pointerenter", e => { if (e.pointerType === "mouse") enter(); });
  el.addEventListener("pointerleave", e => { if (e.pointerType === "mouse") soon(300, () => pop.hidePopover()); });
};
hover(pop, () => clearTimeout(timer));
for (const a of $$("a.fnref")) {
  hover(a, () => soon(250, () => openNote(a)));
  a.addEventListener("click", e => {
    const again = caller === a && pop.matches(":popover-open") && !e.pointerType;
    if (!again && openNote(a)) e.preventDefault();
  });
}

showSize();
showPreset();
measure();
