/** Read and write what stands at an element; each writing is one step that undo takes back. */

import { type Drawn, type Editor, isA, type Moddle, together } from "./drawn";

/** Return the element's own node; for a pool that of its process. */
export function nodeOf(element: Drawn): Moddle {
  const node = element.businessObject;
  const process = isA(node, "Participant") ? (node.get("processRef") as Moddle | undefined) : undefined;
  return process ?? node;
}

/** Return all our properties of an element, in their order. */
export function propertiesOf(element: Drawn): Map<string, string> {
  return new Map(listed(nodeOf(element)).map((one) => [String(one.get("name")), String(one.get("value") ?? "")]));
}

/** Return one of our properties; "" when it is not written. */
export function property(element: Drawn, name: string): string {
  return propertiesOf(element).get(name) ?? "";
}

/** Write one of our properties, or remove it when `value` is empty. */
export function setProperty(editor: Editor, element: Drawn, name: string, value: string): void {
  const node = nodeOf(element);
  const { factory } = editor;
  const kept = listed(node).map((one) => ({ name: String(one.get("name")), value: String(one.get("value") ?? "") }));
  const at = kept.findIndex((one) => one.name === name);
  if (value && at >= 0) kept[at]!.value = value;
  else if (value) kept.push({ name, value });
  else if (at >= 0) kept.splice(at, 1);
  const written = kept.map((one) => factory.create("spiffworkflow:Property", one));
  const others = extensions(node).filter((one) => one.$type !== "spiffworkflow:Properties");
  const ours = factory.create("spiffworkflow:Properties", { properties: written });
  for (const one of written) one.$parent = ours;
  const values = written.length ? [...others, ours] : others;
  const holder = factory.create("bpmn:ExtensionElements", { values });
  holder.$parent = node;
  for (const one of values) one.$parent = holder;
  write(editor, element, node, { extensionElements: values.length ? holder : undefined });
}

function extensions(node: Moddle): Moddle[] {
  const holder = node.get("extensionElements") as Moddle | undefined;
  return ((holder?.get("values") as Moddle[] | undefined) ?? []).slice();
}

function listed(node: Moddle): Moddle[] {
  return extensions(node)
    .filter((one) => one.$type === "spiffworkflow:Properties")
    .flatMap((one) => (one.get("properties") as Moddle[] | undefined) ?? []);
}

/** Write attributes or children of a node that belongs to an element. */
export function write(editor: Editor, element: Drawn, node: Moddle, values: object): void {
  if (node === element.businessObject) editor.modeling.updateProperties(element, values);
  else editor.modeling.updateModdleProperties(element, node, values);
}

/** Return the text of an expression that hangs at a node. */
export function expression(node: Moddle | undefined, key: string): string {
  const found = node?.get(key) as Moddle | undefined;
  return String(found?.get("body") ?? "");
}

/** Write an expression at a node, or remove it when `text` is empty. */
export function setExpression(editor: Editor, element: Drawn, node: Moddle, key: string, text: string): void {
  write(editor, element, node, { [key]: text ? formal(editor, node, text) : undefined });
}

/** Return a new expression that hangs at `parent`. */
export function formal(editor: Editor, parent: Moddle, text: string): Moddle {
  const made = editor.factory.create("bpmn:FormalExpression", { body: text });
  made.$parent = parent;
  return made;
}

/** Return the trigger of an event: its event definition. */
export function trigger(element: Drawn): Moddle | undefined {
  if (!isA(element.businessObject, "Event")) return undefined;
  return (element.businessObject.get("eventDefinitions") as Moddle[] | undefined)?.[0];
}

/** Return the loop or multi-instance of an activity. */
export function loop(element: Drawn): Moddle | undefined {
  if (!isA(element.businessObject, "Activity")) return undefined;
  return element.businessObject.get("loopCharacteristics") as Moddle | undefined;
}

/** Return the file's declarations of a type: messages, signals, errors, escalations. */
export function declared(editor: Editor, type: string): Moddle[] {
  return roots(editor).filter((one) => one.$type === type);
}

/** Point a node at a declaration of `type` whose `key` is `text`; a new one is declared. */
export function refer(
  editor: Editor, element: Drawn, node: Moddle, reference: string, type: string, key: string, text: string,
): void {
  const found = declared(editor, type).find((one) => one.get(key) === text);
  together(editor, () => {
    const meant = text ? found ?? declare(editor, element, type, key, text) : undefined;
    write(editor, element, node, { [reference]: meant });
  });
}

function declare(editor: Editor, element: Drawn, type: string, key: string, text: string): Moddle {
  const definitions = definitionsOf(editor);
  const made = editor.factory.create(type, { name: text, [key]: text });
  made.$parent = definitions;
  editor.modeling.updateModdleProperties(element, definitions, { rootElements: [...roots(editor), made] });
  return made;
}

function roots(editor: Editor): Moddle[] {
  return (definitionsOf(editor).get("rootElements") as Moddle[] | undefined) ?? [];
}

function definitionsOf(editor: Editor): Moddle {
  return editor.modeler.getDefinitions() as unknown as Moddle;
}
