/** Short messages in the polite live region of the page. */

const SHOWN_FOR_MS = 8000;

/** Show `text` until it is dismissed; good news goes away by itself. */
export function toast(text: string, level: "success" | "danger" | "info" = "info"): void {
  const region = document.getElementById("toasts");
  if (!region) return;
  const note = document.createElement("div");
  note.className = `toast-note toast-note-${level}`;
  note.textContent = text;
  region.append(note);
  if (level !== "danger") window.setTimeout(() => note.remove(), SHOWN_FOR_MS);
}

/** Let the flashed messages be dismissed, and the good ones leave by themselves. */
export function startToasts(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest("[data-dismiss]");
    button?.closest(".toast-note")?.remove();
  });
  for (const note of document.querySelectorAll<HTMLElement>("#toasts .toast-note-success")) {
    window.setTimeout(() => note.remove(), SHOWN_FOR_MS);
  }
}
