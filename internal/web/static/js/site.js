keys["/"] = () => {
  const field = $$("[type=search]").find(el => el.checkVisibility());
  if (!field) return false;
  field.focus();
  field.select();
};
keys["["] = () => follow("a[rel=prev]");
keys["]"] = () => follow("a[rel=next]");

// j and k go from story to story by their titles.
const step = by => {
  const titles = $$(".blurb .name");
  if (!titles.length) return false;
  let at = titles.findIndex(t => t.closest(".blurb").contains(document.activeElement));
  if (at < 0) at = titles.findIndex(t => t.getBoundingClientRect().top > 0) - (by > 0 ? 1 : 0);
  titles[Math.max(0, Math.min(titles.length - 1, at + by))].focus();
};
keys.j = () => step(1);
keys.k = () => step(-1);
