/** Collections written as standard BPMN: the library forgets them on saving, our properties stay. */

const BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
const SPIFF = "http://spiffworkflow.org/bpmn/schema/1.0/core";

/** Return `xml` with each loopDataInputRef and inputDataItem as properties `collection` and `item`. */
export function withCollections(xml: string): string {
  if (!/loopDataInputRef|inputDataItem/.test(xml)) return xml;
  const file = new DOMParser().parseFromString(xml, "application/xml");
  if (file.querySelector("parsererror")) return xml;
  for (const loop of file.getElementsByTagNameNS(BPMN, "multiInstanceLoopCharacteristics")) {
    const activity = loop.parentElement!;
    const collection = take(loop, "loopDataInputRef")?.textContent?.trim().replace(/^=/, "");
    const item = take(loop, "inputDataItem");
    put(activity, "collection", collection && `=${collection}`);
    put(activity, "item", item?.getAttribute("name") ?? item?.id);
  }
  return new XMLSerializer().serializeToString(file);
}

function take(loop: Element, name: string): Element | undefined {
  const found = loop.getElementsByTagNameNS(BPMN, name)[0];
  found?.remove();
  return found;
}

/** A property that is written already goes before. */
function put(activity: Element, name: string, value: string | null | undefined): void {
  const own = [...activity.getElementsByTagNameNS(SPIFF, "property")];
  if (!value || own.some((one) => one.getAttribute("name") === name && owner(one) === activity)) return;
  const holder = child(activity, BPMN, "extensionElements", true);
  const property = child(holder, SPIFF, "properties").appendChild(create(activity, SPIFF, "property"));
  property.setAttribute("name", name);
  property.setAttribute("value", value);
}

function owner(property: Element): Element | null | undefined {
  return property.parentElement?.parentElement?.parentElement;
}

function child(parent: Element, namespace: string, name: string, isFirst = false): Element {
  const found = [...parent.children].find((one) => one.namespaceURI === namespace && one.localName === name);
  if (found) return found;
  const made = create(parent, namespace, name);
  parent.insertBefore(made, isFirst ? afterNotes(parent) : null);
  return made;
}

function create(near: Element, namespace: string, name: string): Element {
  const prefix = near.lookupPrefix(namespace) ?? (namespace === SPIFF ? "spiffworkflow" : "");
  return near.ownerDocument.createElementNS(namespace, prefix ? `${prefix}:${name}` : name);
}

/** BPMN's schema wants the documentation before the extensions. */
function afterNotes(parent: Element): Element | null {
  return [...parent.children].find((one) => one.localName !== "documentation") ?? null;
}
