/** The parts of the drawing library that we use, as far as we use them. */

import type Modeler from "bpmn-js/lib/Modeler";

/** A node of the model behind the drawing (bpmn-moddle). */
export interface Moddle {
  $type: string;
  $parent?: Moddle;
  id?: string;
  name?: string;
  [key: string]: unknown;
  get(name: string): unknown;
  $instanceOf?(type: string): boolean;
}

/** A shape or connection on the canvas. */
export interface Drawn {
  id: string;
  type: string;
  businessObject: Moddle;
  parent?: Drawn;
  children?: Drawn[];
  labelTarget?: Drawn;
  source?: Drawn;
  target?: Drawn;
  x: number;
  y: number;
  width: number;
  height: number;
  waypoints?: { x: number; y: number }[];
}

export interface Registry {
  get(id: string): Drawn | undefined;
  filter(test: (element: Drawn) => boolean): Drawn[];
}

export interface Modeling {
  updateProperties(element: Drawn, properties: object): void;
  updateModdleProperties(element: Drawn, node: Moddle, properties: object): void;
}

export interface Factory {
  create(type: string, properties?: object): Moddle;
}

export interface Selection {
  get(): Drawn[];
  select(element: Drawn | Drawn[] | null): void;
}

export interface EventBus {
  on(event: string | string[], listener: (event: Record<string, unknown>) => void): void;
}

export interface CommandStack {
  undo(): void;
  redo(): void;
  canUndo(): boolean;
  canRedo(): boolean;
  registerHandler(name: string, handler: unknown): void;
  execute(name: string, context: object): void;
}

export interface Overlays {
  add(element: string, type: string, overlay: object): string;
  remove(filter: object): void;
}

/** An open editor: the modeler and the services everybody asks for. */
export interface Editor {
  modeler: Modeler;
  registry: Registry;
  modeling: Modeling;
  factory: Factory;
  selection: Selection;
  events: EventBus;
  commands: CommandStack;
  overlays: Overlays;
  root(): Drawn;
}

/** The command that makes several writings one step of undo. */
class Together {
  preExecute(context: { act: () => void }): void {
    context.act();
  }
}

/** Do several writings as one step that undo takes back whole. */
export function together(editor: Editor, act: () => void): void {
  editor.commands.execute("studio.together", { act });
}

/** Return the services of a modeler. */
export function editorOf(modeler: Modeler): Editor {
  modeler.get<CommandStack>("commandStack").registerHandler("studio.together", Together);
  const canvas = modeler.get<{ getRootElement(): Drawn }>("canvas");
  return {
    modeler,
    registry: modeler.get("elementRegistry"),
    modeling: modeler.get("modeling"),
    factory: modeler.get("bpmnFactory"),
    selection: modeler.get("selection"),
    events: modeler.get("eventBus"),
    commands: modeler.get("commandStack"),
    overlays: modeler.get("overlays"),
    root: () => canvas.getRootElement(),
  };
}

/** Say whether a node is of a type or one of its kinds. */
export function isA(node: Moddle | undefined, ...types: string[]): boolean {
  return types.some((type) => node?.$instanceOf?.(`bpmn:${type}`));
}
