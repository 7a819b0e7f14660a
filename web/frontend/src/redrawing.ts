/** Fields that redraw the form around them, without losing what is typed meanwhile. */

interface Request {
  sourceElement: HTMLElement;
}

const QUIET_FOR_MS = 150;

/** How often anything was changed on this page. */
let changes = 0;
/** The number of changes the newest request told of. */
let told = 0;
let timer = 0;
const tellings = new WeakMap<Request, number>();

/**
 * Drop the answer to a `[data-refresh]` field when the form has moved on since, and ask again.
 *
 * Swapped in, a late answer would take away a row added or a word typed while it was on its way.
 */
export function startRedrawing(): void {
  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, () => (changes += 1), { capture: true });
  }
  document.addEventListener("htmx:before:request", (event) => {
    told = changes;
    tellings.set(requestOf(event), changes);
  });
  document.addEventListener("htmx:before:swap", (event) => {
    const request = requestOf(event);
    const field = request.sourceElement;
    if (!field.matches("[data-refresh]")) return;
    if (tellings.get(request) === changes && !isUploading(field)) return;
    event.preventDefault();
    if (told < changes || isUploading(field)) askAgain(field);
  });
}

function requestOf(event: Event): Request {
  return (event as CustomEvent<{ ctx: Request }>).detail.ctx;
}

function isUploading(field: HTMLElement): boolean {
  return Boolean(field.closest("form")?.querySelector("[data-upload-item] progress"));
}

function askAgain(field: HTMLElement): void {
  window.clearTimeout(timer);
  timer = window.setTimeout(() => {
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }, QUIET_FOR_MS);
}
