// Two people, or two tabs, wrote at once: what fits together is put together and told;
// where both changed the same paragraph, both are shown and one chooses.
import { isClean, joined, merge } from "./merge.js";
import { count, t } from "./say.js";
import { fields } from "./saver.js";
import { dialog, h } from "./ui.js";

// mergeFields takes theirs where only they changed a field; mine otherwise.
function mergeFields(base, mine, theirs) {
  const out = {}, both = [];
  for (const f of fields) {
    out[f] = mine[f] === base[f] ? theirs[f] : mine[f];
    if (mine[f] !== base[f] && theirs[f] !== base[f] && mine[f] !== theirs[f]) both.push(f);
  }
  return { out, both };
}

// settle gives the text that both agree on: {lines, came} when it fits together, else
// what somebody chose. `by` says who wrote theirs; `keep`, if given, puts mine into
// the history and tells "" or why it can't.
export async function settle({ base, mine, theirs, by, keep }) {
  const parts = merge(base.lines, mine.lines, theirs.lines), { out, both } = mergeFields(base, mine, theirs);
  if (isClean(parts) && !both.length) {
    return { ...out, lines: joined(parts), came: parts.filter(p => p.by === "theirs").length };
  }
  return choose(parts, out, both, { mine, theirs, by, keep });
}

// without takes out of `now` what came in when `before` became `agreed`; where it was
// written on since then it stays.
export function without(agreed, before, now) {
  const parts = merge(agreed.lines, now.lines, before.lines);
  return { ...mergeFields(agreed, now, before).out, lines: parts.flatMap(p => p.lines ?? p.mine) };
}

const labels = () => ({ title: t("Chapter title"), summary: t("Summary of the chapter"), notes_before: t("Notes before the chapter"), notes_after: t("Notes after the chapter") });

function choose(parts, out, both, { mine, theirs, by, keep }) {
  return new Promise(done => {
    let n = 0;
    const who = by || t("Saved meanwhile"), picks = [];
    const pick = (heading, x, y, take) => {
      const name = `pick-${n++}`;
      const option = (value, label, text) => h("label", { className: "pick-one" },
        h("span", { className: "row" }, h("input", { type: "radio", name, value, required: true }), h("b", {}, label)), h("div", { className: "userstuff" }, ...text));
      picks.push(take);
      return h("fieldset", { className: "pick-both" }, h("legend", {}, heading), option("mine", t("Yours"), x), option("theirs", who, y),
        parts && h("label", { className: "row check" }, h("input", { type: "radio", name, value: "both" }), t("Keep both, one after the other")));
    };
    const text = lines => lines.length ? lines.map(l => h("p", {}, plain(l) || "—")) : [h("p", { className: "muted" }, t("(taken out)"))];
    const boxes = [
      ...both.map(f => pick(labels()[f], text([mine[f]]), text([theirs[f]]), v => { out[f] = v === "mine" ? mine[f] : v === "theirs" ? theirs[f] : `${theirs[f]}\n${mine[f]}`; })),
      ...parts.map(p => p.lines ? p.by && h("p", { className: "hint" }, p.by === "mine" ? t("A change of yours stays.") : t("A change of {name} stays.", { name: who }))
        : pick(t("Both of you changed this place"), text(p.mine), text(p.theirs), v => { p.lines = v === "mine" ? p.mine : v === "theirs" ? p.theirs : [...p.theirs, ...p.mine]; })),
    ].filter(Boolean);
    const fault = h("p", { className: "fault", role: "alert" });
    const form = h("form", {
      className: "stack write-merge", async onsubmit(e) {
        e.preventDefault();
        const chosen = picks.map((take, i) => new FormData(form).get(`pick-${i}`));
        form.inert = true;
        const why = keep && chosen.includes("theirs") && await keep();
        form.inert = false;
        if (why) return fault.replaceChildren(t("Your own text could not be kept in the history. {why} Or keep yours or both.", { why }));
        picks.forEach((take, i) => take(chosen[i]));
        box.close();
      },
    }, h("p", {}, by ? t("{name} saved this chapter while you wrote. Nothing is lost: choose what stays, place by place. The other text is kept in the history.", { name: by })
      : t("This chapter was saved elsewhere while you wrote. Nothing is lost: choose what stays, place by place. The other text is kept in the history.")),
    ...boxes, fault, h("div", { className: "row last" }, h("button", { className: "btn primary" }, t("Keep what I chose"))));
    const box = dialog(count(n, "{n} place to choose", "{n} places to choose"), form);
    box.classList.add("wide");
    box.addEventListener("cancel", e => e.preventDefault());
    box.querySelector(".sheet-head .icon-btn").remove();
    box.addEventListener("close", () => done({ ...out, lines: joined(parts), chosen: true }));
  });
}

// plain gives the words of a line of HTML.
function plain(line) {
  return new DOMParser().parseFromString(line, "text/html").body.textContent;
}
