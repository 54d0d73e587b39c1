// Before anything is painted: theme, size of text and view that this visitor chose on this device.
// Kept in the browser's storage, never sent anywhere. Without a choice the device's own settings hold.
"use strict";

(() => {
  const root = document.documentElement;
  root.classList.add("has-script", "is-loading");
  for (const name of ["theme", "size", "view"]) {
    try {
      const chosen = localStorage.getItem(`portal-${name}`);
      if (chosen) root.dataset[name] = chosen;
    } catch {
      // A browser that keeps nothing shows the default.
    }
  }
})();
