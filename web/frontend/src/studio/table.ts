/** The table editor: rules in cells, and rows that the server's own engine answers. */

import "../styles/editors.css";

import { csrfHeaders } from "../csrf";
import {
  addRule, cell, type Column, columns, inputExpression, moveRule, rules, setCell, setInputExpression, tablesOf,
} from "./decision";
import { download } from "./exporting";
import { Autosave, type Conflict } from "./saving";
import { word } from "./words";

const TRY_AFTER_MS = 400;
const POLICIES = ["UNIQUE", "FIRST", "PRIORITY", "ANY", "COLLECT", "RULE ORDER", "OUTPUT ORDER"];

class TableEditor {
  private file!: Document;
  private declaration = "";
  private saving!: Autosave;
  private readonly past: string[] = [];
  private readonly future: string[] = [];
  /** What is tried, by id of the decision: one text for each input column. */
  private readonly tried = new Map<string, string[][]>();
  private trying = 0;

  constructor(private readonly page: HTMLElement) {}

  async open(): Promise<void> {
    const answer = await fetch(this.page.dataset.fileUrl!, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    const text = await answer.text();
    this.declaration = /^\s*<\?xml[\s\S]*?\?>\s*/.exec(text)?.[0] ?? "";
    this.parse(text);
    this.saving = new Autosave({
      url: this.page.dataset.fileUrl!, type: "application/xml", etag: answer.headers.get("ETag") ?? "",
      note: this.find("note"), read: () => Promise.resolve(this.text()),
      checked: () => undefined, conflict: (conflict) => this.tellOfConflict(conflict),
    });
    this.find("bar").addEventListener("click", (event) => {
      const act = (event.target as Element).closest<HTMLElement>("[data-act]")?.dataset.act;
      if (act === "undo") this.turn(this.past, this.future);
      if (act === "redo") this.turn(this.future, this.past);
    });
    this.draw();
    this.page.dataset.state = "ready";
  }

  private parse(text: string): void {
    this.file = new DOMParser().parseFromString(text, "application/xml");
    if (this.file.querySelector("parsererror")) throw new Error("no XML");
  }

  private text(): string {
    const xml = new XMLSerializer().serializeToString(this.file);
    return `${this.declaration}${xml.replace(/^<\?xml[\s\S]*?\?>\s*/, "")}\n`;
  }

  private change(act: () => void): void {
    this.past.push(this.text());
    this.future.length = 0;
    act();
    this.saving.changed();
    requestAnimationFrame(() => this.draw());
  }

  private turn(from: string[], to: string[]): void {
    const other = from.pop();
    if (other === undefined) return;
    to.push(this.text());
    this.parse(other);
    this.saving.changed();
    this.draw();
  }

  private draw(): void {
    const focused = (document.activeElement as HTMLElement | null)?.dataset.at;
    this.find("decisions").replaceChildren(...tablesOf(this.file).map((table) => this.decision(table)));
    if (focused) this.page.querySelector<HTMLElement>(`[data-at="${CSS.escape(focused)}"]`)?.focus();
    for (const [act, stack] of [["undo", this.past], ["redo", this.future]] as const) {
      this.page.querySelector<HTMLButtonElement>(`[data-act="${act}"]`)!.disabled = !stack.length;
    }
    this.later();
  }

  private decision(table: Element): HTMLElement {
    const owner = table.parentElement!;
    const box = make("section", "studio-decision");
    const title = make("h2", "h3", owner.getAttribute("name") ?? owner.id);
    const scroll = make("div", "studio-grid");
    scroll.append(this.grid(table));
    box.append(title, this.policy(table), scroll, this.trial(table, owner.id));
    return box;
  }

  private policy(table: Element): HTMLElement {
    const label = make("label", "studio-policy", word("hitPolicy"));
    const select = document.createElement("select");
    select.className = "form-select form-select-sm";
    select.append(...POLICIES.map((name) => new Option(`${word(POLICY_WORDS[name]!)} ${name}`, name)));
    select.value = table.getAttribute("hitPolicy") ?? "UNIQUE";
    select.addEventListener("change", () => this.change(() => table.setAttribute("hitPolicy", select.value)));
    label.append(select);
    return label;
  }

  private grid(table: Element): HTMLElement {
    const grid = document.createElement("table");
    const head = grid.createTHead().insertRow();
    head.append(make("th", "", "#"));
    columns(table, "input").forEach((input, index) => head.append(this.inputHead(input, `${table.id}-i${index}`)));
    for (const output of columns(table, "output")) head.append(make("th", "is-output", named(output)));
    for (const note of columns(table, "annotation")) head.append(make("th", "is-note", named(note)));
    head.append(make("th", ""));
    const body = grid.createTBody();
    rules(table).forEach((rule, number) => this.ruleRow(body.insertRow(), table, rule, number));
    const last = body.insertRow().insertCell();
    last.colSpan = 99;
    last.append(button(word("addRule"), () => this.change(() => addRule(table))));
    return grid;
  }

  private inputHead(input: Element, at: string): HTMLElement {
    const head = make("th", "is-input", named(input));
    head.append(this.text_(inputExpression(input), at, named(input), (text) => setInputExpression(input, text)));
    return head;
  }

  private ruleRow(row: HTMLTableRowElement, table: Element, rule: Element, number: number): void {
    row.dataset.rule = String(number + 1);
    row.append(make("th", "", String(number + 1)));
    for (const kind of ["input", "output", "annotation"] as Column[]) {
      columns(table, kind).forEach((column, index) => {
        const at = `${table.id}-${kind}-${number}-${index}`;
        const label = `${named(column)} ${number + 1}`;
        row.insertCell().append(this.text_(cell(rule, kind, index), at, label, (text) => setCell(rule, kind, index, text)));
      });
    }
    const acts = row.insertCell();
    acts.className = "studio-acts";
    acts.append(
      button("↑", () => this.change(() => moveRule(rule, -1)), word("up")),
      button("↓", () => this.change(() => moveRule(rule, 1)), word("down")),
      button("×", () => this.change(() => rule.remove()), word("remove")),
    );
  }

  private text_(value: string, at: string, label: string, write: (text: string) => void): HTMLElement {
    const input = document.createElement("textarea");
    // A Chinese sign is twice as wide as a letter.
    input.rows = Math.max(1, Math.ceil(value.replace(/[^\x00-\xff]/g, "xx").length / 16));
    input.value = value;
    input.dataset.at = at;
    input.setAttribute("aria-label", label);
    input.addEventListener("change", () => this.change(() => write(input.value.trim())));
    return input;
  }

  private trial(table: Element, decision: string): HTMLElement {
    const inputs = columns(table, "input");
    const rows = this.tried.get(decision) ?? [inputs.map(() => "")];
    this.tried.set(decision, rows);
    const box = make("div", "studio-trial");
    box.append(make("h3", "h4", word("tryIt")), make("p", "muted", word("tryHint")));
    const grid = document.createElement("table");
    const head = grid.createTHead().insertRow();
    head.append(...inputs.map((one) => make("th", "is-input", named(one))), make("th", "is-output", word("answer")));
    const body = grid.createTBody();
    rows.forEach((row, number) => {
      const line = body.insertRow();
      inputs.forEach((one, index) => {
        const input = document.createElement("input");
        input.value = row[index] ?? "";
        input.setAttribute("aria-label", `${word("tryIt")} ${named(one)} ${number + 1}`);
        input.addEventListener("input", () => {
          row[index] = input.value;
          this.later();
        });
        line.insertCell().append(input);
      });
      line.insertCell().dataset.answer = `${decision}-${number}`;
    });
    box.append(grid, button(word("addRow"), () => {
      rows.push(inputs.map(() => ""));
      this.draw();
    }));
    return box;
  }

  private later(): void {
    window.clearTimeout(this.trying);
    this.trying = window.setTimeout(() => void this.ask(), TRY_AFTER_MS);
  }

  private async ask(): Promise<void> {
    for (const table of tablesOf(this.file)) {
      const decision = table.parentElement!.id;
      const names = columns(table, "input").map(inputExpression);
      const rows = (this.tried.get(decision) ?? []).map((row) =>
        Object.fromEntries(names.map((name, index) => [name, row[index] ?? ""])));
      const answer = await fetch(this.page.dataset.tryUrl!, {
        method: "POST", credentials: "same-origin",
        headers: { ...csrfHeaders(), "Content-Type": "application/json" },
        body: JSON.stringify({ xml: this.text(), decision, rows }),
      });
      if (!answer.ok) continue;
      this.showAnswers(decision, (await answer.json()) as { value?: string; rules?: number[]; wrong?: string }[]);
    }
  }

  private showAnswers(decision: string, answers: { value?: string; rules?: number[]; wrong?: string }[]): void {
    answers.forEach(({ value, rules: hit, wrong }, number) => {
      const place = this.page.querySelector<HTMLElement>(`[data-answer="${CSS.escape(`${decision}-${number}`)}"]`);
      if (!place) return;
      place.className = wrong ? "studio-wrong" : "";
      const matched = hit?.length ? word("byRules", { rules: hit.join(", ") }) : word("byNoRule");
      place.textContent = wrong ?? `${value} · ${matched}`;
    });
  }

  private tellOfConflict({ by, at }: Conflict): void {
    const banner = this.find("banner");
    banner.hidden = false;
    const line = make("p", "", word("conflict", { by, at }));
    line.append(
      button(word("takeTheirs"), () => window.location.reload()),
      button(word("downloadMine"), () =>
        download(this.page.dataset.path ?? "table.dmn", new Blob([this.text()], { type: "application/xml" }))),
    );
    banner.append(line);
  }

  private find(mark: string): HTMLElement {
    return this.page.querySelector<HTMLElement>(`[data-studio-${mark}]`)!;
  }
}

const POLICY_WORDS: Record<string, "unique" | "first" | "priority" | "any" | "collect" | "ruleOrder" | "outputOrder"> = {
  UNIQUE: "unique", FIRST: "first", PRIORITY: "priority", ANY: "any", COLLECT: "collect",
  "RULE ORDER": "ruleOrder", "OUTPUT ORDER": "outputOrder",
};

function named(column: Element): string {
  return column.getAttribute("label") || column.getAttribute("name") || column.id;
}

function make(tag: string, className: string, text = ""): HTMLElement {
  const one = document.createElement(tag);
  one.className = className;
  one.textContent = text;
  return one;
}

function button(text: string, act: () => void, title = ""): HTMLButtonElement {
  const one = document.createElement("button");
  one.type = "button";
  one.className = "btn btn-sm btn-quiet";
  one.textContent = text;
  if (title) {
    one.title = title;
    one.setAttribute("aria-label", title);
  }
  one.addEventListener("click", act);
  return one;
}

for (const page of document.querySelectorAll<HTMLElement>("[data-studio-table]")) {
  new TableEditor(page).open().catch((reason: unknown) => {
    console.error(reason);
    page.dataset.state = "failed";
    page.querySelector("[data-studio-decisions]")!.textContent = word("brokenTable");
  });
}
