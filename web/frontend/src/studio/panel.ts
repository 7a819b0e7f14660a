/** The panel beside the diagram: the properties of what is selected, drawn from its groups. */

import { type Drawn, isA } from "./drawn";
import type { Field, Group } from "./groups";
import { drawField } from "./inputs";
import { translate } from "./translate";
import { word } from "./words";

/** What the panel says of an element besides its properties. */
export interface Remark {
  severity: string;
  text: string;
  remedy: string;
}

/** Draw the groups of one element; what had the focus keeps it. */
export function drawPanel(place: HTMLElement, element: Drawn, groups: Group[], remarks: Remark[], fieldNames: () => void): void {
  drawGroups(place, groups, [heading(element), ...remarks.map(remarkElement)], fieldNames);
}

/** Draw groups below what stands above them; folded ones stay folded. */
export function drawGroups(place: HTMLElement, groups: Group[], above: HTMLElement[] = [], drawn = () => {}): void {
  if (isTyping(place)) return;
  const focused = place.querySelector<HTMLElement>("[data-key]:focus-within")?.dataset.key;
  const folded = new Set(
    [...place.querySelectorAll<HTMLDetailsElement>("details:not([open])")].map((one) => one.dataset.group),
  );
  const top = place.scrollTop;
  place.replaceChildren(...above, ...groups.map((group) => groupElement(group, folded.has(group.key))));
  drawn();
  place.scrollTop = top;
  if (focused) {
    place.querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"] :is(input, select, textarea, button)`)?.focus();
  }
}

/** What somebody is just typing is not taken away; writing it draws the panel anew. */
function isTyping(place: HTMLElement): boolean {
  const input = place.querySelector<HTMLInputElement | HTMLTextAreaElement>(":is(input[type=text], input:not([type]), textarea):focus");
  return Boolean(input?.closest("[data-key]")) && input!.value !== input!.defaultValue;
}

/** Say what to do where nothing, or more than one thing, is selected. */
export function drawHint(place: HTMLElement, text: string): void {
  const hint = document.createElement("p");
  hint.className = "studio-hint";
  hint.textContent = text;
  place.replaceChildren(hint);
}

function heading(element: Drawn): HTMLElement {
  const head = document.createElement("header");
  head.className = "studio-panel-head";
  const kind = document.createElement("span");
  kind.className = "muted";
  kind.textContent = kindOf(element);
  const name = document.createElement("strong");
  name.textContent = element.businessObject.name || element.id;
  head.append(kind, name);
  return head;
}

/** Return the kind of an element in words. */
export function kindOf(element: Drawn): string {
  const node = element.businessObject;
  const plain = node.$type.replace("bpmn:", "");
  if (isA(node, "SubProcess") && node.get("triggeredByEvent") === true) return translate("Event sub-process");
  if (plain === "SubProcess") return translate("Sub-process");
  const spaced = plain.replace(/(?!^)([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`);
  const trigger = isA(node, "Event")
    ? (node.get("eventDefinitions") as { $type: string }[] | undefined)?.[0]?.$type
    : undefined;
  const kinds: Record<string, string> = { "Event based gateway": "Event-based gateway" };
  if (!trigger) return translate(kinds[spaced] ?? spaced);
  const name = trigger.replace("bpmn:", "").replace("EventDefinition", "");
  return translate(`${name} ${spaced.charAt(0).toLowerCase()}${spaced.slice(1)}`);
}

function remarkElement(remark: Remark): HTMLElement {
  const box = document.createElement("div");
  box.className = `studio-remark is-${remark.severity}`;
  const text = document.createElement("p");
  text.textContent = remark.text;
  box.append(text);
  if (remark.remedy) {
    const remedy = document.createElement("p");
    remedy.className = "studio-remedy";
    remedy.textContent = remark.remedy;
    box.append(remedy);
  }
  return box;
}

function groupElement(group: Group, isFolded: boolean): HTMLElement {
  const box = document.createElement("details");
  box.className = "studio-group";
  box.dataset.group = group.key;
  box.open = !isFolded;
  const title = document.createElement("summary");
  title.textContent = group.title;
  box.append(title, ...group.fields.map(drawField));
  return box;
}

/** Return a field that asks for a name, to add a property nobody has thought of. */
export function drawAdding(add: (name: string) => void, names: string[]): HTMLElement {
  const form = document.createElement("form");
  form.className = "studio-adding";
  const input = document.createElement("input");
  input.className = "form-control form-control-sm";
  input.placeholder = word("newProperty");
  input.setAttribute("aria-label", word("newProperty"));
  input.pattern = "[a-z][a-z0-9_]*";
  const list = document.createElement("datalist");
  list.id = "studio-property-names";
  list.append(...names.map((name) => Object.assign(document.createElement("option"), { value: name })));
  input.setAttribute("list", list.id);
  const button = document.createElement("button");
  button.className = "btn btn-sm";
  button.textContent = word("add");
  form.append(input, list, button);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.value && input.checkValidity()) add(input.value);
  });
  return form;
}

export type { Field };
