// The main menu is open without JavaScript. On a phone it starts closed, and everywhere one group is
// open at a time, closed again by Escape or by a click elsewhere.
"use strict";

(() => {
  const nav = document.querySelector(".main-menu");
  if (!nav) return;
  const narrow = window.matchMedia("(max-width: 48rem)");
  const toggle = nav.querySelector(".menu-toggle");
  const fit = () => {
    toggle.open = !narrow.matches;
  };
  fit();
  narrow.addEventListener("change", fit);

  const openGroups = () => nav.querySelectorAll(".submenu[open]");
  document.addEventListener("click", (event) => {
    openGroups().forEach((group) => {
      if (!group.contains(event.target)) group.open = false;
    });
  });
  nav.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    openGroups().forEach((group) => {
      group.open = false;
      group.querySelector("summary").focus();
    });
  });
})();
