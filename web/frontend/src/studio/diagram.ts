/** The diagram editor of a matter: draw, fill in properties, be told what is wrong, never lose work. */

import Modeler from "bpmn-js/lib/Modeler";
import minimapModule from "diagram-js-minimap";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "bpmn-js/dist/assets/bpmn-font/css/bpmn-embedded.css";
import "diagram-js-minimap/assets/diagram-js-minimap.css";
import "../styles/editors.css";

import { type Canvas, panByTouch, zoomToFit } from "../zooming";
import { toast } from "../toasts";
import { allowedModule, type Offered } from "./allowed";
import { type Choices, readChoices } from "./choices";
import { commentsWithin, withProlog } from "./comments";
import { type Drawn, type Editor, editorOf } from "./drawn";
import { download } from "./exporting";
import { vocabulary } from "./feel_field";
import { groupsOf } from "./groups";
import { check, counted, drawBadges, drawList, elementOf, type Finding, remarkOf } from "./lint";
import { withCollections } from "./loops";
import { PROPERTY_NAMES } from "./names";
import { drawAdding, drawHint, drawPanel } from "./panel";
import { setProperty } from "./properties";
import { Autosave, type Conflict } from "./saving";
import spiff from "./spiff.json";
import { wireTools } from "./tools";
import { translateModule } from "./translate";
import { word } from "./words";

/** How long nothing has changed before the server is asked to judge. */
const CHECK_AFTER_MS = 600;
const READABLE = 0.8;

/** The parts of the page, by their `data-` marks. */
interface Places {
  page: HTMLElement;
  canvas: HTMLElement;
  panel: HTMLElement;
  note: HTMLElement;
  problems: HTMLElement;
  count: HTMLElement;
  bar: HTMLElement;
  banner: HTMLElement;
}

class Studio {
  private findings: Finding[] = [];
  private choices: Choices = {
    forms: [], sections: [], posts: [], limits: [], documents: [], operations: [],
    fields: [], functions: [],
  };
  private original = "";
  private checking = 0;
  private readonly editor: Editor;
  private saving?: Autosave;

  constructor(private readonly places: Places, offered: Offered) {
    const modeler = new Modeler({
      container: places.canvas,
      additionalModules: [translateModule, allowedModule(offered), minimapModule],
      moddleExtensions: { spiffworkflow: spiff },
      textRenderer: { defaultStyle: { fontFamily: getComputedStyle(places.page).fontFamily } },
    });
    this.editor = editorOf(modeler);
  }

  /** Read the draft and what there is to choose from, and open the editor. */
  async open(): Promise<void> {
    const { dataset } = this.places.page;
    const [answer, choices] = await Promise.all([
      fetch(dataset.fileUrl!, { credentials: "same-origin" }),
      readChoices(dataset.choicesUrl!),
    ]);
    if (!answer.ok) throw new Error(`${dataset.fileUrl}: ${answer.status}`);
    this.original = await answer.text();
    this.choices = choices;
    vocabulary.fields = choices.fields;
    vocabulary.functions = choices.functions;
    await this.editor.modeler.importXML(withCollections(this.original));
    this.saving = this.autosave(answer.headers.get("ETag") ?? "");
    this.wire();
    this.fit();
    this.drawPanel();
    this.tellOfComments();
    this.places.page.dataset.state = "ready";
    performance.mark("studio-ready");
    void this.check();
  }

  /** Put another file in the place of the diagram; it is saved like any other change. */
  async replace(xml: string): Promise<void> {
    await this.editor.modeler.importXML(withCollections(xml));
    this.original = xml;
    this.fit();
    this.drawPanel();
    this.saving?.changed();
    void this.check();
  }

  private autosave(etag: string): Autosave | undefined {
    if (this.places.page.dataset.readOnly !== undefined) return undefined;
    return new Autosave({
      url: this.places.page.dataset.fileUrl!,
      type: "application/xml",
      etag,
      note: this.places.note,
      read: () => this.xml(),
      checked: () => undefined,
      conflict: (conflict) => this.tellOfConflict(conflict),
    });
  }

  /** Return the file as it would be saved now. */
  async xml(): Promise<string> {
    const { xml } = await this.editor.modeler.saveXML({ format: true });
    return withProlog(xml ?? "", this.original);
  }

  private wire(): void {
    const { editor, places } = this;
    editor.events.on(["selection.changed", "elements.changed", "root.set"], () => this.later());
    editor.events.on("commandStack.changed", () => {
      this.saving?.changed();
      window.clearTimeout(this.checking);
      this.checking = window.setTimeout(() => void this.check(), CHECK_AFTER_MS);
    });
    wireTools(places.bar, { editor, name: places.page.dataset.name ?? "diagram", say: toast }, {
      simulate: () => this.simulate(),
      import: () => this.places.page.querySelector<HTMLInputElement>("[data-studio-file]")?.click(),
    });
    places.page.querySelector("[data-studio-file]")?.addEventListener("change", (event) => {
      const file = (event.target as HTMLInputElement).files?.[0];
      if (file) void file.text().then((text) => this.replace(text)).catch((reason: unknown) => toast(refusal(reason), "danger"));
    });
    const canvas = editor.modeler.get<Canvas>("canvas");
    panByTouch(canvas, places.canvas);
    new ResizeObserver(() => canvas.resized()).observe(places.canvas);
    document.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
        event.preventDefault();
        void this.saving?.now();
      }
    });
  }

  /** Draw the panel once the present step is over: one act fires many events. */
  private drawing = 0;
  private later(): void {
    cancelAnimationFrame(this.drawing);
    this.drawing = requestAnimationFrame(() => this.drawPanel());
  }

  private drawPanel(): void {
    const { editor, places } = this;
    const chosen = editor.selection.get();
    if (chosen.length > 1) return drawHint(places.panel, word("severalSelected", { number: chosen.length }));
    const one = chosen[0] ?? editor.root();
    const element = one.labelTarget ?? one;
    if (!element.businessObject) return drawHint(places.panel, word("nothingSelected"));
    const groups = groupsOf({
      editor, element, choices: this.choices, formUrl: (key) => (places.page.dataset.formUrl ?? "").replace("KEY", key),
    });
    const remarks = this.findings.filter((one) => elementOf(editor, one) === element).map(remarkOf);
    drawPanel(places.panel, element, groups, remarks, () => {
      const others = places.panel.querySelector('[data-group="others"]');
      others?.append(drawAdding((name) => this.addProperty(element, name), PROPERTY_NAMES));
    });
  }

  private addProperty(element: Drawn, name: string): void {
    setProperty(this.editor, element, name, "=null");
  }

  private async check(): Promise<void> {
    const { places, editor } = this;
    places.count.dataset.state = "checking";
    try {
      this.findings = await check(places.page.dataset.checkUrl!, await this.xml());
      places.count.textContent = counted(this.findings);
      const hasErrors = this.findings.some((one) => one.severity === "error");
      places.count.dataset.state = hasErrors ? "error" : this.findings.length ? "warning" : "good";
      drawBadges(editor, this.findings);
      drawList(places.problems, editor, this.findings, (element) => this.show(element));
      this.later();
    } catch {
      places.count.dataset.state = "failed";
      places.count.textContent = word("checkFailed");
    }
  }

  private show(element: Drawn): void {
    const canvas = this.editor.modeler.get<Canvas & { scrollToElement(one: Drawn, room: number): void }>("canvas");
    // What one jumps to must be readable.
    if (canvas.zoom() < READABLE) canvas.zoom(READABLE, "auto");
    canvas.scrollToElement(element, 120);
    this.editor.selection.select(element);
    this.places.panel.scrollTop = 0;
  }

  /** Show everything, beside the palette and not under it. */
  private fit(): void {
    const canvas = this.editor.modeler.get<Canvas>("canvas");
    zoomToFit(canvas);
    const palette = this.places.canvas.querySelector<HTMLElement>(".djs-palette");
    const room = (palette?.offsetWidth ?? 0) + 24;
    const { inner, scale, x } = canvas.viewbox();
    const left = (inner.x - x) * scale;
    if (left >= room) return;
    const { outer } = canvas.viewbox();
    const fits = Math.min(1, (outer.width - room - 24) / inner.width, (outer.height - 48) / inner.height);
    const level = Math.max(0.2, fits);
    canvas.viewbox({
      x: inner.x - room / level,
      y: inner.y + inner.height / 2 - outer.height / level / 2,
      width: outer.width / level,
      height: outer.height / level,
    });
  }

  private async simulate(): Promise<void> {
    const { page, canvas } = this.places;
    const { simulate } = await import("./simulation");
    const stage = document.createElement("div");
    stage.className = "studio-simulation";
    const bar = document.createElement("div");
    bar.className = "studio-simulation-bar";
    const back = document.createElement("button");
    back.className = "btn btn-sm btn-primary";
    back.textContent = word("backToEditing");
    bar.append(word("simulateNote"), back);
    const inner = document.createElement("div");
    inner.className = "studio-simulation-canvas";
    stage.append(bar, inner);
    canvas.parentElement!.append(stage);
    page.dataset.simulating = "";
    const end = await simulate(inner, await this.xml());
    back.addEventListener("click", () => {
      end();
      stage.remove();
      delete page.dataset.simulating;
    });
  }

  private tellOfComments(): void {
    const number = commentsWithin(this.original);
    if (number) this.tell(word("commentsLost", { number }));
  }

  private tellOfConflict({ by, at }: Conflict): void {
    const theirs = button(word("takeTheirs"), () => {
      window.location.reload();
    });
    const mine = button(word("downloadMine"), () => {
      void this.xml().then((xml) => download("process.bpmn", new Blob([xml], { type: "application/xml" })));
    });
    this.tell(word("conflict", { by, at }), theirs, mine);
  }

  private tell(text: string, ...buttons: HTMLElement[]): void {
    const line = document.createElement("p");
    line.append(text, ...buttons);
    this.places.banner.hidden = false;
    this.places.banner.append(line);
  }
}

function button(text: string, act: () => void): HTMLElement {
  const one = document.createElement("button");
  one.type = "button";
  one.className = "btn btn-sm";
  one.textContent = text;
  one.addEventListener("click", act);
  return one;
}

function refusal(reason: unknown): string {
  return word(/no diagram to display/.test(String(reason)) ? "notDrawn" : "loadFailed");
}

function start(page: HTMLElement): void {
  const find = (mark: string) => page.querySelector<HTMLElement>(`[data-studio-${mark}]`)!;
  const places: Places = {
    page, canvas: find("canvas"), panel: find("panel"), note: find("note"), problems: find("problems"),
    count: find("count"), bar: find("bar"), banner: find("banner"),
  };
  const offered = JSON.parse(page.dataset.offered ?? "{}") as Offered;
  const studio = new Studio(places, offered);
  Object.assign(page, { studio });
  studio.open().catch((reason: unknown) => {
    console.error(reason);
    page.dataset.state = "failed";
    places.canvas.textContent = refusal(reason);
  });
}

for (const page of document.querySelectorAll<HTMLElement>("[data-studio-diagram]")) start(page);
