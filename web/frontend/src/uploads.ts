/** File fields that upload at once, show progress and keep only the stored file's id. */

import { csrfHeaders } from "./csrf";
import { say } from "./texts";

interface Stored {
  id: string;
  name: string;
  size_bytes?: number;
  url?: string;
}

/**
 * Upload from a file field as soon as files are chosen; it or its form has `data-upload-url`.
 *
 * The server answers 201 with `{id, name, size_bytes, url}` or an error with `{detail}`. Each stored file
 * becomes a line in the sibling `[data-upload-list]` with a hidden field `data-upload-name`.
 */
export function startUploads(): void {
  document.addEventListener("change", (event) => {
    const input = event.target as HTMLInputElement;
    if (!input.matches?.("input[type=file]") || !uploadUrl(input)) return;
    const files = [...(input.files ?? [])];
    // Otherwise a submit would send the same file a second time.
    input.value = "";
    for (const file of files) upload(input, file);
  });
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest("[data-upload-remove]");
    const list = button?.closest("[data-upload-list]");
    button?.closest("[data-upload-item]")?.remove();
    list?.dispatchEvent(new Event("input", { bubbles: true }));
  });
  startDropping();
}

function uploadUrl(input: HTMLInputElement): string {
  const place = input.closest<HTMLElement>("[data-upload-url]");
  return place?.dataset.uploadUrl ?? "";
}

function upload(input: HTMLInputElement, file: File): void {
  const list = input.closest("[data-upload]")?.querySelector<HTMLElement>("[data-upload-list]");
  if (!list) return;
  const item = new Line(list, file.name);
  const body = new FormData();
  body.append("file", file);
  if (input.dataset.photo === undefined) return send(input, body, item);
  whereTaken(file).then((taken) => {
    body.append("taken", JSON.stringify(taken));
    send(input, body, item);
  });
}

/** Where the person is who just took a photo, as far as they let us know within a few seconds. */
const PLACE_WITHIN_MS = 6000;

function whereTaken(file: File): Promise<Record<string, unknown>> {
  const taken: Record<string, unknown> = { at: new Date(file.lastModified).toISOString() };
  return new Promise((done) => {
    if (!navigator.geolocation) return done(taken);
    // A browser that still waits for an answer to its own question calls neither of the two.
    const late = setTimeout(() => done(taken), PLACE_WITHIN_MS);
    const tell = (more: Record<string, unknown>) => {
      clearTimeout(late);
      done({ ...taken, ...more });
    };
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => tell({ latitude: coords.latitude, longitude: coords.longitude, accuracy_m: coords.accuracy }),
      () => tell({}),
      { enableHighAccuracy: true, timeout: PLACE_WITHIN_MS, maximumAge: 60_000 },
    );
  });
}

function send(input: HTMLInputElement, body: FormData, item: Line): void {
  const request = new XMLHttpRequest();
  request.open("POST", uploadUrl(input));
  request.responseType = "json";
  request.setRequestHeader("Accept", "application/json");
  for (const [name, value] of Object.entries(csrfHeaders())) request.setRequestHeader(name, value);
  request.upload.onprogress = (event) => item.progress(event.loaded / event.total);
  request.onerror = () => item.fail(say("network"));
  request.onload = () => {
    const answer = (request.response ?? {}) as Stored & { detail?: string };
    if (request.status >= 300) item.fail(answer.detail ?? say("requestFailed"));
    else item.keep(answer, input.dataset.uploadName ?? input.name, !input.multiple);
  };
  request.send(body);
}

class Line {
  private readonly element = document.createElement("li");
  private readonly note = document.createElement("span");
  private readonly bar = document.createElement("progress");

  constructor(private readonly list: HTMLElement, name: string) {
    this.element.className = "upload-item";
    this.element.dataset.uploadItem = "";
    this.note.setAttribute("role", "status");
    this.bar.max = 1;
    this.element.append(span("upload-name", name), this.bar, this.note);
    this.list.append(this.element);
  }

  progress(part: number): void {
    this.bar.value = part;
    this.note.textContent = say("uploading", { percent: Math.round(part * 100) });
  }

  fail(reason: string): void {
    this.bar.remove();
    this.element.classList.add("is-failed");
    this.note.textContent = say("uploadFailed", { reason });
    this.element.append(removeButton());
  }

  keep(stored: Stored, name: string, isSingle: boolean): void {
    if (isSingle) {
      for (const other of [...this.list.children]) if (other !== this.element) other.remove();
    }
    this.element.replaceChildren(
      link(stored), span("upload-size", sizeText(stored.size_bytes ?? 0)), hidden(name, stored.id), removeButton(),
    );
    this.list.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function startDropping(): void {
  const zone = (event: Event) => (event.target as Element).closest?.<HTMLElement>("[data-upload]");
  document.addEventListener("dragover", (event) => {
    const over = zone(event);
    if (!over) return;
    event.preventDefault();
    over.classList.add("is-over");
  });
  document.addEventListener("dragleave", (event) => zone(event)?.classList.remove("is-over"));
  document.addEventListener("drop", (event) => {
    const over = zone(event);
    const input = over?.querySelector<HTMLInputElement>("input[type=file]");
    if (!over || !input) return;
    event.preventDefault();
    over.classList.remove("is-over");
    for (const file of [...(event.dataTransfer?.files ?? [])]) upload(input, file);
  });
}

function sizeText(bytes: number): string {
  if (bytes >= 1024 * 1024) return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
  return `${Math.max(1, Math.round(bytes / 1024))} KB`;
}

function span(className: string, text: string): HTMLElement {
  const element = document.createElement("span");
  element.className = className;
  element.textContent = text;
  return element;
}

function link(stored: Stored): HTMLElement {
  if (!stored.url) return span("upload-name", stored.name);
  const anchor = document.createElement("a");
  anchor.className = "upload-name";
  anchor.href = stored.url;
  anchor.target = "_blank";
  anchor.textContent = stored.name;
  return anchor;
}

function hidden(name: string, value: string): HTMLInputElement {
  const field = document.createElement("input");
  field.type = "hidden";
  field.name = name;
  field.value = value;
  return field;
}

function removeButton(): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-sm btn-ghost-secondary";
  button.dataset.uploadRemove = "";
  button.textContent = say("remove");
  return button;
}
