// The date picker of Wagtail 8.0 has one word that no catalogue knows: its button "Save Selected".
// Pickers are children of the body, made when an editor is ready or gets another block.
document.addEventListener("DOMContentLoaded", () => {
  const translate = () => {
    for (const button of document.querySelectorAll(".xdsoft_save_selected")) {
      button.textContent = window.gettext("Save");
    }
  };
  new MutationObserver(translate).observe(document.body, { childList: true });
  translate();
});
