/** The toolbar above the diagram: each button names its act, here is what the act does. */

import type { Canvas } from "../zooming";
import { zoomBy, zoomToFit } from "../zooming";
import type { Drawn, Editor } from "./drawn";
import { download, pngOf } from "./exporting";
import { word } from "./words";

export interface Tools {
  editor: Editor;
  /** The files' name without its ending. */
  name: string;
  say(text: string): void;
}

type Act = () => void | Promise<void>;

/** Wire every `[data-act]` of the toolbar; undo and redo are grey when there is nothing to do. */
export function wireTools(bar: HTMLElement, tools: Tools, more: Record<string, Act>): void {
  const acts: Record<string, Act> = { ...drawingActs(tools), ...aligning(tools), ...exporting(tools), ...more };
  bar.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-act]");
    if (!button) return;
    button.closest("details")?.removeAttribute("open");
    void acts[button.dataset.act ?? ""]?.();
  });
  closeMenusOutside(bar);
  tools.editor.events.on("commandStack.changed", () => markUndo(bar, tools.editor));
  markUndo(bar, tools.editor);
}

function markUndo(bar: HTMLElement, { commands }: Editor): void {
  const possible: Record<string, boolean> = { undo: commands.canUndo(), redo: commands.canRedo() };
  for (const [act, can] of Object.entries(possible)) {
    const button = bar.querySelector<HTMLButtonElement>(`[data-act="${act}"]`);
    if (button) button.disabled = !can;
  }
}

function closeMenusOutside(bar: HTMLElement): void {
  document.addEventListener("click", (event) => {
    for (const menu of bar.querySelectorAll("details[open]")) {
      if (!menu.contains(event.target as Node)) menu.removeAttribute("open");
    }
  });
}

function drawingActs({ editor }: Tools): Record<string, Act> {
  const canvas = editor.modeler.get<Canvas>("canvas");
  return {
    undo: () => editor.commands.undo(),
    redo: () => editor.commands.redo(),
    search: () => editor.modeler.get<{ toggle(): void }>("searchPad").toggle(),
    fit: () => zoomToFit(canvas),
    in: () => zoomBy(canvas, 1.25),
    out: () => zoomBy(canvas, 0.8),
  };
}

function aligning({ editor, say }: Tools): Record<string, Act> {
  const shapes = () => editor.selection.get().filter((one) => !one.waypoints && !one.labelTarget);
  const enough = (number: number, text: "selectTwo" | "selectThree", act: (chosen: Drawn[]) => void) => () => {
    const chosen = shapes();
    if (chosen.length < number) say(word(text));
    else act(chosen);
  };
  const align = editor.modeler.get<{ trigger(elements: Drawn[], way: string): void }>("alignElements");
  const spread = editor.modeler.get<{ trigger(elements: Drawn[], way: string): void }>("distributeElements");
  const ways = ["left", "center", "right", "top", "middle", "bottom"];
  const directions = ["horizontal", "vertical"];
  return Object.fromEntries([
    ...ways.map((way) => [way, enough(2, "selectTwo", (chosen) => align.trigger(chosen, way))] as const),
    ...directions.map((way) => [way, enough(3, "selectThree", (chosen) => spread.trigger(chosen, way))] as const),
  ]);
}

function exporting({ editor, name }: Tools): Record<string, Act> {
  const svg = async () => (await editor.modeler.saveSVG()).svg;
  return {
    svg: async () => download(`${name}.svg`, new Blob([await svg()], { type: "image/svg+xml" })),
    png: async () => download(`${name}.png`, await pngOf(await svg())),
    xml: async () => download(`${name}.bpmn`, await xmlOf(editor)),
  };
}

async function xmlOf(editor: Editor): Promise<Blob> {
  const { xml } = await editor.modeler.saveXML({ format: true });
  return new Blob([xml ?? ""], { type: "application/xml" });
}
