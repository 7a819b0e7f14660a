/** What every page loads: the look, htmx, and comfort over pages that also work without it. */

import "@tabler/core/dist/css/tabler.min.css";
import "./styles/index.css";

import "htmx.org";

import { startConfirming } from "./confirming";
import { enhanceDates } from "./dates";
import { startDrafts } from "./drafts";
import { startErrorSummary } from "./errors";
import { startFileNames } from "./filenames";
import { startPrinting } from "./printing";
import { startRedrawing } from "./redrawing";
import { startFormRows, startRowLinks } from "./rows";
import { startTabs } from "./tabs";
import { say } from "./texts";
import { startToasts, toast } from "./toasts";
import { startUploads } from "./uploads";

function start(): void {
  enhanceDates(document);
  startConfirming();
  startDrafts();
  startErrorSummary();
  startFileNames();
  startFormRows(enhanceDates);
  startPrinting();
  startRedrawing();
  startRowLinks();
  startTabs();
  startToasts();
  startUploads();
  // Tests and screen shots wait for this mark.
  document.documentElement.dataset.ready = "";
}

document.addEventListener("htmx:after:swap", (event) => {
  enhanceDates((event.target as Element | null)?.parentElement ?? document);
});
document.addEventListener("htmx:error", () => toast(say("requestFailed"), "danger"));

start();
