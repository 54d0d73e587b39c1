// What is given once for all pictures of an upload belongs to the form that sends each of them.
(() => {
  "use strict";
  const given = document.querySelector("[data-given-once]");
  const chosen = document.getElementById("fileupload");
  if (given && chosen && chosen.form) chosen.form.prepend(given);
})();
