// The toolbar: twelve buttons, of which one is the Tab stop; arrows move among them.
import { t } from "./say.js";
import { h, icon, menu } from "./ui.js";

// toolbar makes the bar of {name, label, icon, key, act, on, menu}.
export function toolbar(items, label) {
  const bar = h("div", { className: "toolbar", role: "toolbar", "aria-label": label, "aria-controls": "write-prose" });
  const buttons = items.map((x, i) => {
    const b = h("button", {
      type: "button", "aria-label": x.label, title: x.key ? `${x.label} (${x.key})` : x.label, tabIndex: i ? -1 : 0, "data-name": x.name,
      onpointerdown: e => { if (!x.menu) e.preventDefault(); }, // the cursor stays in the text
    }, icon(x.icon));
    bar.append(b);
    if (x.on) b.setAttribute("aria-pressed", "false");
    if (x.menu) menu(b, x.menu);
    else b.addEventListener("click", x.act);
    if (x.ends) bar.append(h("span", { className: "sep" }));
    return b;
  });
  bar.addEventListener("keydown", e => {
    const at = buttons.indexOf(document.activeElement);
    const step = getComputedStyle(bar).direction === "rtl" ? -1 : 1;
    const to = { ArrowRight: at + step, ArrowLeft: at - step, Home: 0, End: buttons.length - 1 }[e.key];
    if (at < 0 || to === undefined) return;
    e.preventDefault();
    const next = buttons[(to + buttons.length) % buttons.length];
    for (const b of buttons) b.tabIndex = b === next ? 0 : -1;
    next.focus();
  });
  const show = state => items.forEach((x, i) => {
    if (!x.on) return;
    const now = String(x.on(state));
    if (buttons[i].getAttribute("aria-pressed") !== now) buttons[i].setAttribute("aria-pressed", now);
  });
  return { bar, show };
}

// followKeyboard keeps the bar above the keyboard of phones that lay it over the page.
export function followKeyboard(bar) {
  const v = visualViewport;
  if (!v) return;
  const move = () => bar.style.setProperty("--keyboard", `${Math.max(0, Math.round(innerHeight - v.height - v.offsetTop))}px`);
  v.addEventListener("resize", move);
  v.addEventListener("scroll", move);
}

export const shortcuts = () => [
  [t("Bold"), "Ctrl+B"], [t("Italic"), "Ctrl+I"], [t("Underline"), "Ctrl+U"], [t("Struck through"), "Ctrl+Shift+X"], [t("Link"), "Ctrl+K"],
  [t("Heading 1, 2, 3"), "Ctrl+Alt+1 … 3"], [t("Plain paragraph"), "Ctrl+Alt+0"], [t("Quote"), "Ctrl+Shift+9"], [t("List"), "Ctrl+Shift+8"], [t("Numbered list"), "Ctrl+Shift+7"],
  [t("Footnote, and back"), "Ctrl+Alt+F"], [t("Scene break"), "Ctrl+Alt+S"], [t("Line break"), "Shift+Enter"],
  [t("Undo, redo"), "Ctrl+Z, Ctrl+Y"], [t("Find and replace"), "Ctrl+F"], [t("Save now"), "Ctrl+S"], [t("Keep a version"), "Ctrl+Shift+S"],
  [t("Focus"), "Ctrl+."], [t("Publish"), "Ctrl+Enter"], [t("To the toolbar, and back"), "Alt+F10, Esc"], [t("Insert"), "/"],
];
