// wagtail-localize's editor writes its heading in English, whoever reads it: put ours in its place.
// At the end of the document: Wagtail loads scripts before the content.
document.addEventListener("DOMContentLoaded", () => {
  const editor = document.querySelector(".js-translation-editor");
  const ours = document.getElementById("translation-heading")?.dataset.heading;
  if (!editor || !ours) return;
  const replace = () => {
    for (const heading of editor.querySelectorAll("section > * > h3")) {
      if (heading.textContent.endsWith(" translation")) heading.textContent = ours;
    }
  };
  new MutationObserver(replace).observe(editor, { childList: true, subtree: true });
  replace();
});
