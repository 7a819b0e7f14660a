/** The summary above a refused form: it takes the focus, and its links lead into the fields. */

/** Focus the summary of a page that came back with errors, and follow its links. */
export function startErrorSummary(): void {
  const summary = document.querySelector<HTMLElement>("[data-error-summary]");
  if (summary) focusSummary(summary);
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement>("[data-error-summary] a");
    if (link && focusField(decodeURIComponent(link.hash.slice(1)))) event.preventDefault();
  });
}

function focusSummary(summary: HTMLElement): void {
  summary.tabIndex = -1;
  summary.focus({ preventScroll: true });
  summary.scrollIntoView({ block: "start" });
}

function focusField(id: string): boolean {
  const place = document.getElementById(id);
  if (!place) return false;
  const field = place.matches("input, select, textarea, button")
    ? place
    : place.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea, button");
  for (let fold = place.closest("details"); fold; fold = fold.parentElement?.closest("details") ?? null) {
    fold.open = true;
  }
  place.scrollIntoView({ block: "center", behavior: "smooth" });
  (field ?? place).focus({ preventScroll: true });
  return true;
}
