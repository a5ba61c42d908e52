// Small parts of pages: elements, icons, dialogs that ask, menus.
import { t } from "./say.js";

// h makes an element: properties in lower case, "on…" listeners, "aria-…" and "data-…" attributes.
export function h(tag, props = {}, ...children) {
  const el = document.createElement(tag);
  for (const [k, v] of Object.entries(props)) {
    if (v === undefined || v === false) continue;
    if (k.startsWith("on")) el.addEventListener(k.slice(2), v);
    else if (k in el && !k.startsWith("aria")) el[k] = v;
    else el.setAttribute(k, v === true ? "" : v);
  }
  el.append(...children.filter(c => c !== undefined && c !== false && c !== null));
  return el;
}

// words sets the words of an element. Its text node stays: to the browser a new one is
// a change of the tree, for which it looks at the style of every block of the page.
export function words(el, text) {
  const at = el.firstChild;
  if (at?.nodeType !== Node.TEXT_NODE || at.nextSibling) el.textContent = text;
  else if (at.data !== text) at.data = text;
}

const paths = {
  style: "M13 5v14M17 5v14M19 5h-8.500a3.500 3.500 0 0 0 0 7H13",
  bold: "M7.500 5h5a3.500 3.500 0 0 1 0 7h-5zM7.500 12h6a3.500 3.500 0 0 1 0 7h-6z",
  italic: "M10 5h7M7 19h7M14 5l-4 14",
  strike: "M5 12h14M16.500 8c-.5-2-2.300-3-4.500-3-2.500 0-4.300 1.300-4.300 3.200 0 3.800 8.800 3.400 8.800 7.400 0 2-1.900 3.400-4.500 3.400-2.400 0-4.200-1.200-4.700-3.200",
  quote: "M5 7v6h4V7H5zM9 13c0 2.500-1 4-3 4.500M14 7v6h4V7h-4zM18 13c0 2.500-1 4-3 4.500",
  list: "M9 6h11M9 12h11M9 18h11M4.500 6h.01M4.500 12h.01M4.500 18h.01",
  numbered: "M10 6h10M10 12h10M10 18h10M4.500 4.500L5.500 4v4M4 14.500c0-2 2.500-2 2.500-.4 0 1-2.500 1.400-2.500 2.900h2.600",
  link: "M10 14l4-4M9 11l-2.200 2.200a3.300 3.300 0 0 0 4.700 4.700L13.700 15.700M15 13l2.200-2.200a3.300 3.300 0 0 0-4.700-4.700L10.300 8.300",
  note: "M6 4h12v16H6zM9 8h6M9 11.500h6M9 15h3",
  scene: "M4 12h3M17 12h3M12 9l2.500 3-2.500 3-2.500-3z",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M9 9h.01",
  more: "M5.500 12h.01M12 12h.01M18.500 12h.01",
  check: "M5 12.500l4.500 4.500L19 7",
  close: "M6 6l12 12M18 6L6 18",
  up: "M12 19V6M6 11l6-6 6 6", down: "M12 5v13M6 13l6 6 6-6",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon icon-" + name);
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", paths[name]);
  svg.append(path);
  return svg;
}

let fields = 0;

// field is a labelled control: {name, label, hint, value, type, required, choices}.
export function field(f) {
  const id = `write-f${++fields}`;
  const control = f.choices ? h("select", { id, name: f.name }, ...f.choices.map(([v, label]) => h("option", { value: v, selected: v === f.value }, label)))
    : h(f.type === "long" ? "textarea" : "input", { id, name: f.name, value: f.value ?? "", required: f.required, autocomplete: f.autocomplete ?? "off", dir: "auto", accept: f.accept });
  if (f.type && f.type !== "long" && !f.choices) control.type = f.type;
  if (f.type !== "checkbox") {
    return h("div", { className: "field" }, h("label", { htmlFor: id }, f.label), control, f.hint && h("p", { className: "hint", id: id + "-h" }, f.hint));
  }
  control.value = "on";
  control.checked = !!f.value;
  return h("label", { className: "row check" }, control, f.label);
}

// dialog shows a box with a heading; it is gone when it is closed.
export function dialog(title, ...content) {
  const box = h("dialog", { className: "write-box", "aria-labelledby": "write-box-title" },
    h("div", { className: "row sheet-head" }, h("h2", { id: "write-box-title" }, title),
      h("button", { type: "button", className: "icon-btn", "aria-label": t("Close"), onclick: () => box.close() }, icon("close"))), ...content);
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
  return box;
}

// ask shows a form and gives what was filled in, or null. `check`, if given, may
// refuse with a sentence; what it gives otherwise is added to the answer.
export function ask({ title, lead, fields: list, ok, remove, check }) {
  return new Promise(done => {
    let answer = null;
    const fault = h("p", { className: "fault", role: "alert" });
    const form = h("form", {
      className: "stack", async onsubmit(e) {
        e.preventDefault();
        const values = Object.fromEntries(new FormData(form));
        form.inert = true;
        const more = await check?.(values);
        form.inert = false;
        if (typeof more === "string") { fault.textContent = more; return; }
        answer = { ...values, ...more };
        box.close();
      },
    }, lead && h("p", {}, lead), ...list.map(field), fault,
    h("div", { className: "row" }, h("button", { className: "btn primary" }, ok),
      h("button", { type: "button", className: "btn", onclick: () => box.close() }, t("Cancel")),
      remove && h("button", { type: "button", className: "btn quiet push", onclick() { answer = { remove: true }; box.close(); } }, remove)));
    const box = dialog(title, form);
    box.addEventListener("close", () => done(answer));
    form.querySelector("input, textarea, select")?.focus();
  });
}

// menu opens below a button with [label, action, state] of choices; arrows move in it.
export function menu(button, choices) {
  const list = h("div", { className: "write-menu", popover: "auto", role: "menu", "aria-label": button.getAttribute("aria-label") });
  button.setAttribute("aria-haspopup", "menu");
  button.setAttribute("aria-expanded", "false");
  button.after(list);
  button.popoverTargetElement = list;
  list.addEventListener("beforetoggle", e => {
    button.setAttribute("aria-expanded", e.newState === "open");
    if (e.newState !== "open") return;
    list.replaceChildren(...choices().map(([label, act, on, key]) => h("button", {
      type: "button", role: on === undefined ? "menuitem" : "menuitemcheckbox", "aria-checked": on === undefined ? undefined : String(on), tabIndex: -1,
      onclick() { list.hidePopover(); act(); },
    }, h("span", {}, label), on ? icon("check") : key ? h("kbd", {}, key) : "")));
  });
  list.addEventListener("toggle", e => {
    if (e.newState !== "open") return;
    place(list, button.getBoundingClientRect());
    list.firstChild?.focus();
  });
  list.addEventListener("keydown", e => {
    const items = [...list.children], at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[e.key];
    if (to === undefined) return;
    e.preventDefault();
    items[(to + items.length) % items.length].focus();
  });
}

// place sets a box near a rectangle, inside the window.
export function place(box, near) {
  const { width, height } = box.getBoundingClientRect(), room = visualViewport ?? { height: innerHeight, width: innerWidth };
  const below = near.bottom + 4 + height <= room.height;
  box.style.left = `${Math.max(8, Math.min(near.left, room.width - width - 8))}px`;
  box.style.top = `${Math.max(8, below ? near.bottom + 4 : near.top - height - 4)}px`;
}
