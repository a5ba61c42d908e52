// Chapters can be dragged by their grip. Without this script the arrows and numbers do it.
for (const form of $$("[data-order]")) {
  const list = $("ol", form), said = $("[role=status]", form);
  const rows = () => [...list.children];
  let held = null;

  // The numbers say the order; the form sends them.
  function number() {
    for (const [i, li] of rows().entries()) {
      $("input[type=number]", li).value = i + 1;
      const [up, down] = $$("button[name=step]", li);
      up.disabled = i === 0;
      down.disabled = i === list.children.length - 1;
    }
  }

  function tell(li) {
    said.textContent = form.dataset.moved.replace("{title}", $(".name", li).textContent).replace("{n}", rows().indexOf(li) + 1);
  }

  list.addEventListener("pointerdown", e => {
    const grip = e.target.closest(".grip");
    if (!grip) return;
    held = grip.closest("li");
    held.classList.add("held");
    grip.setPointerCapture(e.pointerId);
    e.preventDefault();
  });
  list.addEventListener("pointermove", e => {
    if (!held) return;
    const over = rows().find(li => li !== held && e.clientY > li.getBoundingClientRect().top && e.clientY < li.getBoundingClientRect().bottom);
    if (!over) return;
    const box = over.getBoundingClientRect();
    const after = e.clientY > box.top + box.height / 2;
    if (after ? over.nextSibling !== held : over.previousSibling !== held) over[after ? "after" : "before"](held);
  });
  for (const end of ["pointerup", "pointercancel"]) list.addEventListener(end, () => {
    if (!held) return;
    held.classList.remove("held");
    number();
    tell(held);
    held = null;
  });
}
