/*
 * Right slugs for Vietnamese titles in Wagtail's editor; included by insert_global_admin_js.
 *
 * Why: Wagtail's slug controller (w-slug, CleanController) transliterates with 17 maps, none of
 * them Vietnamese. With WAGTAIL_ALLOW_UNICODE_SLUGS = False it drops every letter with two marks
 * and takes đ from the Serbian map: "Lễ hội" gives "l-hi", "Đức" gives "djc" (Wagtail 8.0.1).
 *
 * How: the title's w-sync controller dispatches "w-sync:check" and "w-sync:apply" on the slug
 * field with the title in event.detail.value. Listeners on the document that capture run before
 * the controller's own, so the title is folded here and everything after stays Wagtail's. When
 * the slug field itself is left, its own value is folded before Wagtail cleans it.
 *
 * The rules are those of core/vietnamese/slugs.py; letters of other scripts stay for Wagtail's maps.
 */
(() => {
  "use strict";

  const SLUG_FIELD = '[data-controller~="w-slug"]';

  // Letters that no Unicode form takes apart, and look-alikes of đ. Case is Wagtail's to fold.
  const BARE = { đ: "d", ð: "d", ɖ: "d", æ: "ae", œ: "oe", ø: "o", ł: "l" };

  // Latin letters only: taking the marks off would change Cyrillic й into и.
  const fold = (text) =>
    text
      .normalize("NFKC")
      .replace(/\p{Script=Latin}\p{M}*/gu, (letter) =>
        letter.normalize("NFD").replace(/\p{M}+/gu, ""),
      )
      .replace(/[đðɖĐÐƉæœøłÆŒØŁ]/g, (letter) => BARE[letter.toLowerCase()]);

  const forSlug = (title) =>
    fold(title.replace(/['’ʼ]/g, ""))
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
      .trim();

  const isSlugField = (target) => target instanceof Element && target.matches(SLUG_FIELD);

  const foldTitle = (event) => {
    if (isSlugField(event.target) && typeof event.detail?.value === "string") {
      event.detail.value = forSlug(event.detail.value);
    }
  };

  document.addEventListener("w-sync:check", foldTitle, true);
  document.addEventListener("w-sync:apply", foldTitle, true);
  document.addEventListener(
    "blur",
    ({ target }) => {
      if (isSlugField(target) && fold(target.value) !== target.value) {
        target.value = fold(target.value);
      }
    },
    true,
  );
})();
