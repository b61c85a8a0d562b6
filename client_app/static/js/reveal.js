// A checkbox that shows a password while it is ticked. Without scripts the box is not there.
"use strict";

for (const box of document.querySelectorAll("[data-reveals]")) {
  const field = document.getElementById(box.dataset.reveals);
  const hide = () => {
    field.type = "password";
    box.checked = false;
  };
  box.addEventListener("change", () => {
    field.type = box.checked ? "text" : "password";
  });
  field.form.addEventListener("submit", hide); // no browser keeps it as ordinary text
  box.closest("[hidden]").hidden = false;
}
