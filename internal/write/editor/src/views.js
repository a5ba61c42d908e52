// How some nodes show themselves while one writes.
import { get } from "./attrs.js";
import { t } from "./say.js";
import { h } from "./ui.js";

// Nothing is loaded from elsewhere: a picture of another site shows its words.
function image(node) {
  const src = get(node.attrs.a, "src"), alt = get(node.attrs.a, "alt");
  if (src.startsWith("/pictures/")) return { dom: h("img", { src, alt, className: alt ? "" : "no-alt", title: alt || t("This picture has no description") }) };
  return { dom: h("span", { className: "elsewhere", title: src }, alt || t("A picture from elsewhere")) };
}

const kinds = () => ({ audio: t("Sound"), video: t("Film"), iframe: t("Player"), embed: t("Player") });

function raw(node) {
  const name = /^<(\w+)/.exec(node.attrs.html)?.[1], src = / src="([^"]*)"/.exec(node.attrs.html)?.[1] ?? "";
  return { dom: h("div", { className: "raw", contentEditable: "false" }, h("b", {}, kinds()[name] ?? t("HTML")), " ", h("span", { className: "muted" }, src)) };
}

const place = () => ({ dom: h("span", { className: "place", title: t("A place that links lead to") }) });

export const nodeViews = { img: image, raw, place };
