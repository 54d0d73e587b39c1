// The box at the head of the list ticks all pages; without JavaScript it stays hidden.
(() => {
  const all = document.getElementById("all-pages");
  if (!all) return;
  const boxes = [...document.querySelectorAll('input[name="pages"]')];
  const show = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  all.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
  });
  for (const box of boxes) box.addEventListener("change", show);
  show();
})();
