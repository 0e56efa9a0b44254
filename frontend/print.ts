/** The button that prints a page; without a script it is not shown, and the browser's own menu prints. */

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
