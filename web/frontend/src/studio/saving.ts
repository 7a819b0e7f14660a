/** Autosave of a draft's file, with the other designer's work never overwritten. */

import { csrfHeaders } from "../csrf";
import { type Finding, findingsIn } from "./lint";
import { word } from "./words";

/** How long nothing has changed before it is saved. */
const REST_MS = 2000;
const RETRY_MS = 8000;

export interface Conflict {
  by: string;
  at: string;
}

export interface Saving {
  url: string;
  type: string;
  etag: string;
  /** Where the state is said. */
  note: HTMLElement;
  read(): Promise<string>;
  checked(findings: Finding[]): void;
  conflict(conflict: Conflict): void;
}

/** Watches for changes and puts them on the server. */
export class Autosave {
  private timer = 0;
  private isDirty = false;
  private isRunning = false;
  private isStopped = false;

  constructor(private readonly saving: Saving) {
    window.addEventListener("beforeunload", (event) => {
      if (this.isDirty) event.preventDefault();
    });
  }

  /** Remember that something changed; it is saved once the hand rests. */
  changed(): void {
    this.isDirty = true;
    if (this.isStopped) return;
    this.say("unsaved");
    this.later(REST_MS);
  }

  /** Save now. */
  async now(): Promise<void> {
    window.clearTimeout(this.timer);
    if (!this.isDirty || this.isRunning || this.isStopped) return;
    this.isRunning = true;
    this.isDirty = false;
    this.say("saving");
    try {
      await this.put(await this.saving.read());
    } catch {
      this.isDirty = true;
      this.say("notSaved");
      this.later(RETRY_MS);
    } finally {
      this.isRunning = false;
    }
    if (this.isDirty && !this.isStopped) this.later(REST_MS);
  }

  private later(ms: number): void {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.now(), ms);
  }

  private async put(content: string): Promise<void> {
    const { saving } = this;
    const answer = await fetch(saving.url, {
      method: "PUT",
      credentials: "same-origin",
      headers: {
        ...csrfHeaders(), "Content-Type": saving.type, Accept: "application/json",
        // Without an ETag there is no file yet, and nobody else may have made one meanwhile.
        ...(saving.etag ? { "If-Match": saving.etag } : { "If-None-Match": "*" }),
      },
      body: content,
    });
    const said = (await answer.json().catch(() => ({}))) as Record<string, unknown>;
    if (answer.status === 409) return this.stop(said);
    if (answer.status >= 500) throw new Error(String(answer.status));
    if (!answer.ok) {
      this.isDirty = true;
      this.saving.note.textContent = word("refused", { reason: String(said.message ?? said.detail ?? answer.status) });
      return;
    }
    saving.etag = answer.headers.get("ETag") ?? quoted(said.etag);
    // Something may have changed while this was on its way.
    if (this.isDirty) this.say("unsaved");
    else {
      saving.note.dataset.state = "saved";
      saving.note.textContent = word("saved", { time: String(said.at ?? "") });
    }
    saving.checked(findingsIn(said));
  }

  private stop(said: Record<string, unknown>): void {
    this.isStopped = true;
    this.isDirty = true;
    const at = String(said.at ?? "");
    this.saving.note.dataset.state = "conflict";
    this.saving.note.textContent = "";
    this.saving.conflict({ by: String(said.by_name ?? said.by ?? ""), at: at.replace("T", " ").slice(0, 16) });
  }

  private say(state: "unsaved" | "saving" | "notSaved"): void {
    this.saving.note.dataset.state = state;
    this.saving.note.textContent = word(state);
  }
}

function quoted(etag: unknown): string {
  const text = String(etag ?? "");
  return text.startsWith('"') ? text : `"${text}"`;
}
