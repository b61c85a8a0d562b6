// Copies what stands on the page. Without scripts the button is not there: the text can be selected.
"use strict";

for (const button of document.querySelectorAll("[data-copies]")) {
  const text = document.getElementById(button.dataset.copies);
  const says = document.getElementById("status");
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent.trim());
      says.textContent = button.dataset.done;
    } catch {
      getSelection().selectAllChildren(text);
      says.textContent = button.dataset.failed;
    }
  });
  button.hidden = false;
}
