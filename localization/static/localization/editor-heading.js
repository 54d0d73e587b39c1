// wagtail-localize's editor writes its heading and a button's name in English, whoever reads it: put
// ours in their place, and the way to both pages side by side below the heading.
// At the end of the document: Wagtail loads scripts before the content.
document.addEventListener("DOMContentLoaded", () => {
  const editor = document.querySelector(".js-translation-editor");
  const { heading: ours, more } = document.getElementById("translation-heading")?.dataset ?? {};
  const link = document.getElementById("translation-side-by-side");
  if (!editor || !ours) return;
  const replace = () => {
    const headings = [...editor.querySelectorAll("section > * > h3")];
    for (const heading of headings) {
      if (heading.textContent.endsWith(" translation")) heading.textContent = ours;
    }
    for (const name of editor.querySelectorAll(".w-dropdown__toggle > .w-sr-only")) {
      if (name.textContent !== more) name.textContent = more;
    }
    // Of the first tab: each has a heading.
    const place = headings.find((heading) => heading.textContent === ours)?.parentElement;
    if (link && place && link.previousElementSibling !== place) place.after(link);
  };
  new MutationObserver(replace).observe(editor, { childList: true, subtree: true });
  replace();
});
