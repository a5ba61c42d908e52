// Runs before the first paint, so that a page never flashes in another theme. A
// member's settings stand in the page already; a guest's are in the browser.
{
  const d = document.documentElement.dataset;
  d.js = "";
  if (!d.account) try {
    for (const [k, v] of Object.entries(JSON.parse(localStorage.getItem("reading")) ?? {}))
      if (/^(theme|size|face|width|line|para|justify)$/.test(k) && /^[a-z0-9]{1,20}$/.test(v)) d[k] = v;
  } catch { /* nothing kept, or storage is shut */ }
  const ground = { light: "#FAF8F4", sepia: "#F4ECD8", dark: "#17191D", black: "#000" }[d.theme];
  if (ground) for (const m of document.querySelectorAll("[name=theme-color]")) m.content = ground;
}
