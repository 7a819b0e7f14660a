/** Drafts that save themselves, and a warning before unsaved words are lost. */

import { csrfHeaders } from "./csrf";
import { say } from "./texts";

const QUIET_FOR_MS = 1200;
const RETRY_AFTER_MS = 10_000;

/**
 * Watch every `form[data-draft-url]`: after a pause in typing its fields go there.
 *
 * The server answers 200 with `{"saved": "09:12"}`. `[data-draft-status]` shows the outcome.
 */
export function startDrafts(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-draft-url]")) {
    new Draft(form).watch();
  }
}

class Draft {
  private timer = 0;
  private typed = 0;
  private saved = 0;
  private leaving = false;
  private running = false;

  constructor(private readonly form: HTMLFormElement) {}

  watch(): void {
    this.form.addEventListener("input", () => this.touch());
    this.form.addEventListener("change", () => this.touch());
    this.form.addEventListener("submit", () => (this.leaving = true));
    const button = document.querySelector(`[data-draft-save="${CSS.escape(this.form.id)}"]`);
    button?.addEventListener("click", () => void this.save());
    window.addEventListener("beforeunload", (event) => this.warn(event));
    // The tab may never come back: send what is there without waiting for the pause.
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && this.typed !== this.saved) void this.save();
    });
  }

  private touch(): void {
    this.typed += 1;
    this.show(say("unsaved"), "pending");
    this.later(QUIET_FOR_MS);
  }

  private later(wait: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.save(), wait);
  }

  private async save(): Promise<void> {
    if (this.running) return this.later(QUIET_FOR_MS);
    const version = this.typed;
    this.running = true;
    this.show(say("saving"), "pending");
    try {
      const time = await this.send();
      this.saved = version;
      if (version === this.typed) this.show(say("saved", { time }), "saved");
    } catch {
      this.show(say("notSaved"), "failed");
      this.later(RETRY_AFTER_MS);
    } finally {
      this.running = false;
    }
  }

  private async send(): Promise<string> {
    const answer = await fetch(this.form.dataset.draftUrl ?? "", {
      method: "POST",
      body: fieldsWithoutFiles(this.form),
      headers: { Accept: "application/json", ...csrfHeaders() },
      credentials: "same-origin",
    });
    if (!answer.ok) throw new Error(String(answer.status));
    const body = (await answer.json()) as { saved?: string };
    return body.saved ?? "";
  }

  private warn(event: BeforeUnloadEvent): void {
    if (this.typed !== this.saved && !this.leaving) event.preventDefault();
  }

  private show(text: string, state: "pending" | "saved" | "failed"): void {
    const id = this.form.id;
    const places = document.querySelectorAll<HTMLElement>("[data-draft-status]");
    for (const place of places) {
      if (place.dataset.draftStatus && place.dataset.draftStatus !== id) continue;
      place.textContent = text;
      place.dataset.state = state;
    }
  }
}

function fieldsWithoutFiles(form: HTMLFormElement): FormData {
  const fields = new FormData(form);
  for (const [name, value] of [...fields.entries()]) {
    if (value instanceof File) fields.delete(name);
  }
  return fields;
}
