/** Documents shown in a frame: as tall as their page, and printed alone. */

/**
 * Fit every `iframe.paper-frame` to its page; `[data-print-frame]` prints the frame it names,
 * `[data-print]` the page itself. */
export function startPrinting(): void {
  for (const frame of document.querySelectorAll<HTMLIFrameElement>("iframe.paper-frame")) {
    frame.addEventListener("load", () => fit(frame));
    fit(frame);
  }
  document.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-print]")) window.print();
    const link = (event.target as Element).closest<HTMLElement>("[data-print-frame]");
    const frame = document.getElementById(link?.dataset.printFrame ?? "");
    if (!(frame instanceof HTMLIFrameElement) || !frame.contentWindow) return;
    event.preventDefault();
    frame.contentWindow.print();
  });
}

function fit(frame: HTMLIFrameElement): void {
  const page = frame.contentDocument?.documentElement;
  if (page && page.scrollHeight > 200) frame.style.height = `${page.scrollHeight + 2}px`;
}
