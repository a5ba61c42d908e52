// Three-way merge by line.

// changes lists where b differs from a: {from, to, lines} replaces a's lines [from,to).
export function changes(a, b) {
  let start = 0, ea = a.length, eb = b.length;
  while (start < ea && start < eb && a[start] === b[start]) start++;
  while (ea > start && eb > start && a[ea - 1] === b[eb - 1]) { ea--; eb--; }
  if (start === ea && start === eb) return [];
  const n = ea - start, m = eb - start;
  if (!n || !m || n * m > 4e6) return [{ from: start, to: ea, lines: b.slice(start, eb) }];
  return runs(a, b, start, n, m);
}

// runs finds what is common in the middle by the longest common subsequence.
function runs(a, b, start, n, m) {
  const best = new Uint16Array((n + 1) * (m + 1)), w = m + 1;
  for (let i = n - 1; i >= 0; i--) for (let j = m - 1; j >= 0; j--) {
    best[i * w + j] = a[start + i] === b[start + j] ? best[(i + 1) * w + j + 1] + 1 : Math.max(best[(i + 1) * w + j], best[i * w + j + 1]);
  }
  const out = [];
  let i = 0, j = 0, open = null;
  const change = () => open ??= (out.push({ from: start + i, to: start + i, lines: [] }), out[out.length - 1]);
  while (i < n || j < m) {
    if (i < n && j < m && a[start + i] === b[start + j]) { i++; j++; open = null; }
    else if (j < m && (i === n || best[i * w + j + 1] >= best[(i + 1) * w + j])) change().lines.push(b[start + j++]);
    else { change().to++; i++; }
  }
  return out;
}

// merge gives the parts of both texts in order: {lines} where they agree or only one
// changed (by: "mine", "theirs" or ""), {base, mine, theirs} where both did.
export function merge(base, mine, theirs) {
  const parts = [], x = changes(base, mine), y = changes(base, theirs);
  let at = 0, i = 0, j = 0;
  const same = to => { if (to > at) parts.push({ lines: base.slice(at, to), by: "" }); at = Math.max(at, to); };
  while (i < x.length || j < y.length) {
    const from = Math.min(x[i]?.from ?? Infinity, y[j]?.from ?? Infinity);
    same(from);
    let to = from, xs = [], ys = [];
    for (let more = true; more;) { // all changes that touch each other
      more = false;
      if (x[i] && touches(x[i], from, to, ys)) { to = Math.max(to, x[i].to); xs.push(x[i++]); more = true; }
      if (y[j] && touches(y[j], from, to, xs)) { to = Math.max(to, y[j].to); ys.push(y[j++]); more = true; }
    }
    const m = applied(base, from, to, xs), t = applied(base, from, to, ys);
    if (!ys.length || equal(m, t)) parts.push({ lines: m, by: ys.length ? "" : "mine" });
    else if (!xs.length) parts.push({ lines: t, by: "theirs" });
    else parts.push({ base: base.slice(from, to), mine: m, theirs: t });
    at = to;
  }
  same(base.length);
  return parts;
}

// A change belongs to the others if it begins inside of them, or right where one of
// the other side ends.
const touches = (c, from, to, others) => c.from === from || c.from < to || others.some(o => o.to === c.from && (o.from === o.to || c.from === c.to));

function applied(base, from, to, list) {
  const out = [];
  let at = from;
  for (const c of list) { out.push(...base.slice(at, c.from), ...c.lines); at = c.to; }
  return out.concat(base.slice(at, to));
}

const equal = (a, b) => a.length === b.length && a.every((l, i) => l === b[i]);

export const isClean = parts => parts.every(p => p.lines);

export const joined = parts => parts.flatMap(p => p.lines);

// splice tells what to replace so that a becomes b: {from, to, lines}.
export function splice(a, b) {
  let from = 0, ea = a.length, eb = b.length;
  while (from < ea && from < eb && a[from] === b[from]) from++;
  while (ea > from && eb > from && a[ea - 1] === b[eb - 1]) { ea--; eb--; }
  return { from, to: ea, lines: b.slice(from, eb) };
}

// spliced is a text of which splice told what to replace.
export const spliced = (a, { from, to, lines }) => [...a.slice(0, from), ...lines, ...a.slice(to)];
