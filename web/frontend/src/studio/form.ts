/** The form editor of a matter: fields in their order, their properties, and what staff will see. */

import "../styles/editors.css";

import { csrfHeaders } from "../csrf";
import { readChoices } from "./choices";
import { add, at, type Component, emptyForm, type Form, type Kind, listed, move, type Place, remove } from "./components";
import { download } from "./exporting";
import { vocabulary } from "./feel_field";
import { componentGroups, formGroups } from "./form_fields";
import { drawGroups } from "./panel";
import { Autosave, type Conflict } from "./saving";
import { isChinese, word } from "./words";

const PREVIEW_AFTER_MS = 300;

class FormEditor {
  private form: Form;
  private readonly kinds: Kind[];
  private chosen: Place = [];
  private readonly past: string[] = [];
  private readonly future: string[] = [];
  private saving!: Autosave;
  private previewing = 0;

  constructor(private readonly page: HTMLElement) {
    this.kinds = JSON.parse(page.dataset.kinds ?? "[]") as Kind[];
    this.form = emptyForm(page.dataset.key!);
  }

  /** Read the file, if there is one, and open the editor. */
  async open(): Promise<void> {
    const { dataset } = this.page;
    const [etag, choices] = await Promise.all([this.read(), readChoices(dataset.choicesUrl!)]);
    vocabulary.fields = choices.fields;
    vocabulary.functions = choices.functions;
    this.saving = new Autosave({
      url: dataset.fileUrl!, type: "application/json", etag, note: this.find("note"),
      read: () => Promise.resolve(this.text()),
      checked: () => undefined,
      conflict: (conflict) => this.tellOfConflict(conflict),
    });
    this.wire();
    this.draw();
    dataset.state = "ready";
  }

  private async read(): Promise<string> {
    if (this.page.dataset.new !== undefined) return "";
    const answer = await fetch(this.page.dataset.fileUrl!, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    this.form = JSON.parse(await answer.text()) as Form;
    return answer.headers.get("ETag") ?? "";
  }

  private text(): string {
    return `${JSON.stringify(this.form, null, 2)}\n`;
  }

  private wire(): void {
    this.find("bar").addEventListener("click", (event) => {
      const act = (event.target as Element).closest<HTMLElement>("[data-act]")?.dataset.act;
      if (act === "undo") this.turn(this.past, this.future);
      if (act === "redo") this.turn(this.future, this.past);
    });
    document.addEventListener("keydown", (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
      event.preventDefault();
      void this.saving.now();
    });
    this.find("preview").addEventListener("submit", (event) => event.preventDefault());
    this.find("adding").append(this.adder());
  }

  private adder(): HTMLElement {
    const select = document.createElement("select");
    select.className = "form-select form-select-sm";
    select.setAttribute("aria-label", word("addField"));
    select.append(new Option(word("addField"), ""));
    for (const name of new Set(this.kinds.map((kind) => kind.group))) {
      const group = document.createElement("optgroup");
      group.label = name;
      this.kinds.forEach((kind, index) => kind.group === name && group.append(new Option(kind.label, String(index))));
      select.append(group);
    }
    select.addEventListener("change", () => {
      const kind = this.kinds[Number(select.value)];
      if (select.value && kind) this.change(() => (this.chosen = add(this.form, this.chosen.length ? this.chosen : undefined, kind)));
      select.value = "";
    });
    return select;
  }

  /** Do a change: it can be undone, is drawn anew and saved. */
  private change(act: () => void): void {
    this.past.push(JSON.stringify(this.form));
    this.future.length = 0;
    act();
    this.saving.changed();
    this.draw();
  }

  private turn(from: string[], to: string[]): void {
    const other = from.pop();
    if (other === undefined) return;
    to.push(JSON.stringify(this.form));
    this.form = JSON.parse(other) as Form;
    if (!at(this.form, this.chosen)) this.chosen = [];
    this.saving.changed();
    this.draw();
  }

  private drawing = 0;

  private draw(): void {
    this.drawOutline();
    // One field is left as another is entered: the panel waits until the focus has moved.
    cancelAnimationFrame(this.drawing);
    this.drawing = requestAnimationFrame(() => this.drawPanel());
    for (const [act, stack] of [["undo", this.past], ["redo", this.future]] as const) {
      this.page.querySelector<HTMLButtonElement>(`[data-act="${act}"]`)!.disabled = !stack.length;
    }
    window.clearTimeout(this.previewing);
    this.previewing = window.setTimeout(() => void this.preview(), PREVIEW_AFTER_MS);
  }

  private drawOutline(): void {
    const whole = this.row([], word("formItself"), "");
    const rows = listed(this.form).map(([place, one]) => {
      const kind = this.kinds.find((each) => each.type === one.type && each.kind === String(one.properties?.kind ?? ""));
      const label = labelOf(one);
      return this.row(place, label || (kind?.label ?? one.type), kind?.label ?? one.type);
    });
    this.find("outline").replaceChildren(whole, ...rows);
  }

  private row(place: Place, label: string, kind: string): HTMLElement {
    const item = document.createElement("li");
    item.style.paddingLeft = `${Math.max(0, place.length - 1)}rem`;
    const isChosen = place.join() === this.chosen.join();
    const button = plainButton(label, label, () => {
      this.chosen = place;
      this.draw();
    });
    button.className = "studio-row";
    button.setAttribute("aria-current", String(isChosen));
    const small = document.createElement("span");
    small.className = "muted";
    small.textContent = kind;
    button.append(small);
    item.append(button);
    if (isChosen && place.length) item.append(...this.acts(place));
    return item;
  }

  private acts(place: Place): HTMLElement[] {
    const by = (step: number) => () => this.change(() => (this.chosen = move(this.form, place, step)));
    return [
      plainButton("↑", word("up"), by(-1)),
      plainButton("↓", word("down"), by(1)),
      plainButton("×", word("remove"), () =>
        this.change(() => {
          remove(this.form, place);
          this.chosen = [];
        })),
    ];
  }

  private drawPanel(): void {
    const one = this.chosen.length ? at(this.form, this.chosen) : undefined;
    const change = (act: () => void) => this.change(act);
    const groups = one ? componentGroups(this.form, one, this.kinds, change) : formGroups(this.form, change);
    drawGroups(this.find("panel"), groups);
  }

  private async preview(): Promise<void> {
    const place = this.find("preview");
    try {
      const answer = await fetch(this.page.dataset.previewUrl!, {
        method: "POST", credentials: "same-origin", headers: { ...csrfHeaders(), "Content-Type": "application/json" },
        body: this.text(),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      place.innerHTML = await answer.text();
    } catch {
      place.textContent = word("previewFailed");
    }
  }

  private tellOfConflict({ by, at: moment }: Conflict): void {
    const banner = this.find("banner");
    banner.hidden = false;
    const line = document.createElement("p");
    line.append(
      word("conflict", { by, at: moment }),
      plainButton(word("takeTheirs"), "", () => window.location.reload()),
      plainButton(word("downloadMine"), "", () =>
        download(`${this.page.dataset.key}.form`, new Blob([this.text()], { type: "application/json" }))),
    );
    banner.append(line);
  }

  private find(mark: string): HTMLElement {
    return this.page.querySelector<HTMLElement>(`[data-studio-${mark}]`)!;
  }
}

/** Return what a row of the outline is called, in the page's language where the form has it. */
function labelOf(one: Component): string {
  const english = one.properties?.label_en ?? one.properties?.text_en;
  const zh = one.label ?? one.dateLabel ?? one.text;
  return String((isChinese ? zh : english || zh) ?? one.key ?? one.path ?? "");
}

function plainButton(text: string, title: string, act: () => void): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-sm btn-quiet";
  button.textContent = text;
  if (title && title !== text) {
    button.title = title;
    button.setAttribute("aria-label", title);
  }
  button.addEventListener("click", act);
  return button;
}

for (const page of document.querySelectorAll<HTMLElement>("[data-studio-form]")) {
  new FormEditor(page).open().catch((reason: unknown) => {
    console.error(reason);
    page.dataset.state = "failed";
    page.querySelector("[data-studio-preview]")!.textContent = word("brokenForm");
  });
}
