/** Our own file button: the browser's speaks its own language. Beside it stands what was chosen. */

/** Show the name of the chosen file in the `output` of each `[data-file-name]`. */
export function startFileNames(): void {
  document.addEventListener("change", (event) => {
    const input = event.target as HTMLInputElement;
    if (!input.matches?.("[data-file-name]")) return;
    const place = document.querySelector(`output[for="${input.id}"]`);
    if (place) place.textContent = input.files?.[0]?.name ?? "";
  });
}
