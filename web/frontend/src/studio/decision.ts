/** The decision tables of a DMN file: read and changed in the file's own tree, the rest stays. */

export type Column = "input" | "output" | "annotation";

const ENTRIES: Record<Column, string> = {
  input: "inputEntry", output: "outputEntry", annotation: "annotationEntry",
};

/** Return the decision tables of a file with the ids and names of their decisions. */
export function tablesOf(file: Document): Element[] {
  return [...file.getElementsByTagNameNS("*", "decisionTable")];
}

/** Return the children of a node by their name. */
export function children(node: Element, name: string): Element[] {
  return [...node.children].filter((one) => one.localName === name);
}

/** Return the columns of a kind. */
export function columns(table: Element, kind: Column): Element[] {
  return children(table, kind);
}

/** Return the rules of a table. */
export function rules(table: Element): Element[] {
  return children(table, "rule");
}

/** Return the text of a cell. */
export function cell(rule: Element, kind: Column, index: number): string {
  return children(rule, ENTRIES[kind])[index]?.textContent?.trim() ?? "";
}

/** Write the text of a cell. */
export function setCell(rule: Element, kind: Column, index: number, text: string): void {
  while (children(rule, ENTRIES[kind]).length <= index) addCell(rule, kind);
  setText(children(rule, ENTRIES[kind])[index]!, text);
}

/** Return the expression of an input column. */
export function inputExpression(input: Element): string {
  return children(input, "inputExpression")[0]?.textContent?.trim() ?? "";
}

/** Write the expression of an input column. */
export function setInputExpression(input: Element, text: string): void {
  const found = children(input, "inputExpression")[0];
  if (found) setText(found, text);
}

/** Put a new rule after one, or at the end. */
export function addRule(table: Element, after?: Element): void {
  const rule = table.ownerDocument.createElementNS(table.namespaceURI, qualified(table, "rule"));
  rule.id = freshId(table, "rule");
  for (const kind of ["input", "output", "annotation"] as const) {
    columns(table, kind).forEach((_, index) => setCell(rule, kind, index, kind === "input" ? "-" : ""));
  }
  table.insertBefore(rule, (after ?? rules(table).at(-1))?.nextSibling ?? null);
}

/** Move a rule up or down. */
export function moveRule(rule: Element, by: number): void {
  const others = rules(rule.parentElement!);
  const to = others[others.indexOf(rule) + by];
  if (!to) return;
  if (by < 0) to.before(rule);
  else to.after(rule);
}

function addCell(rule: Element, kind: Column): void {
  const made = rule.ownerDocument.createElementNS(rule.namespaceURI, qualified(rule, ENTRIES[kind]));
  if (kind !== "annotation") made.id = `${rule.id}_${kind}_${children(rule, ENTRIES[kind]).length + 1}`;
  // The schema wants inputs first, then outputs, then notes.
  const before = kind === "input" ? ["outputEntry", "annotationEntry"] : kind === "output" ? ["annotationEntry"] : [];
  rule.insertBefore(made, [...rule.children].find((one) => before.includes(one.localName)) ?? null);
}

function setText(holder: Element, text: string): void {
  let found = children(holder, "text")[0];
  if (!found) {
    found = holder.ownerDocument.createElementNS(holder.namespaceURI, qualified(holder, "text"));
    holder.append(found);
  }
  found.textContent = text;
}

function qualified(near: Element, name: string): string {
  return near.prefix ? `${near.prefix}:${name}` : name;
}

function freshId(table: Element, name: string): string {
  const base = `${table.parentElement?.id || "decision"}_${name}`;
  let number = rules(table).length + 1;
  while (table.ownerDocument.getElementById(`${base}_${number}`)) number += 1;
  return `${base}_${number}`;
}
