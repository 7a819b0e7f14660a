/** The controls of the panel, one for each kind of question. */

import type { Choice } from "./choices";
import { openFeel } from "./feel_field";
import type { Field } from "./groups";
import { word } from "./words";

let counted = 0;

/** Return the control of a field with its label, its hint and what is wrong with it. */
export function drawField(field: Field): HTMLElement {
  const box = document.createElement("div");
  box.className = `studio-field is-${field.kind}`;
  box.dataset.key = field.key;
  const id = `studio-field-${(counted += 1)}`;
  const label = document.createElement("label");
  label.htmlFor = id;
  label.className = "form-label";
  label.textContent = field.label;
  const control = CONTROLS[field.kind](field, id, label);
  if (field.kind === "check") box.append(control);
  else box.append(label, control);
  if (field.href) label.append(" ", openLink(field.href));
  if (field.hint) box.append(small(field.hint, "studio-field-hint"));
  return box;
}

const CONTROLS: Record<Field["kind"], (field: Field, id: string, label: HTMLElement) => HTMLElement> = {
  text: (field, id) => textInput(field, id, document.createElement("input")),
  long: (field, id) => textInput(field, id, document.createElement("textarea")),
  choice: chooser,
  many: (field, id, label) => manyOf(field, id, label),
  feel: (field, id, label) => feelInput(field, id, label),
  check: checkbox,
};

function textInput(field: Field, id: string, input: HTMLInputElement | HTMLTextAreaElement): HTMLElement {
  input.id = id;
  input.className = "form-control form-control-sm";
  input.defaultValue = field.value;
  if (input instanceof HTMLTextAreaElement) input.rows = 3;
  input.addEventListener("change", () => {
    input.defaultValue = input.value;
    const wrong = field.refuse?.(input.value.trim()) ?? "";
    input.classList.toggle("is-invalid", Boolean(wrong));
    input.parentElement?.querySelector(".studio-wrong")?.remove();
    if (wrong) input.after(small(wrong, "studio-wrong", "alert"));
    else field.write(input.value.trim());
  });
  return input;
}

function chooser(field: Field, id: string, label: HTMLElement): HTMLElement {
  if (field.orFeel && field.value.startsWith("=")) return feelInstead(field, id, label);
  const select = document.createElement("select");
  select.id = id;
  select.className = "form-select form-select-sm";
  const known = field.choices ?? [];
  select.append(option("", field.none ?? word("none")));
  select.append(...known.map((one) => option(one.value, one.label)));
  if (field.value && !known.some((one) => one.value === field.value)) {
    select.append(option(field.value, word("unknownValue", { value: field.value })));
  }
  if (field.orFeel) select.append(option("=", word("expression")));
  if (field.orNew) select.append(option("+", word("create")));
  select.value = field.value;
  select.addEventListener("change", () => {
    if (select.value === "=") select.replaceWith(feelInstead(field, id, label));
    else if (select.value === "+") select.replaceWith(newInstead(field, id));
    else field.write(select.value);
  });
  return select;
}

function feelInstead(field: Field, id: string, label: HTMLElement): HTMLElement {
  const box = document.createElement("div");
  const back = document.createElement("button");
  back.type = "button";
  back.className = "btn btn-sm btn-quiet";
  back.textContent = word("fixed");
  back.addEventListener("click", () => box.replaceWith(chooser({ ...field, value: "" }, id, label)));
  const inner = { ...field, value: field.value.replace(/^=/, ""), write: (text: string) => field.write(text && `=${text}`) };
  box.append(feelInput(inner, id, label), back);
  return box;
}

function newInstead(field: Field, id: string): HTMLElement {
  const input = textInput({ ...field, value: "" }, id, document.createElement("input"));
  requestAnimationFrame(() => input.focus());
  return input;
}

function feelInput(field: Field, id: string, label: HTMLElement): HTMLElement {
  const place = document.createElement("div");
  place.className = "studio-feel";
  label.id = `${id}-label`;
  openFeel(place, { value: field.value, labelledBy: label.id, write: field.write });
  return place;
}

function checkbox(field: Field, id: string, label: HTMLElement): HTMLElement {
  const box = document.createElement("div");
  box.className = "form-check";
  const input = document.createElement("input");
  input.type = "checkbox";
  input.id = id;
  input.className = "form-check-input";
  input.checked = field.value === "true";
  input.addEventListener("change", () => field.write(input.checked ? "true" : ""));
  label.className = "form-check-label";
  box.append(input, label);
  return box;
}

/** Several of a list, kept as one text with commas. */
function manyOf(field: Field, id: string, label: HTMLElement): HTMLElement {
  if (field.value.startsWith("=")) return feelInstead(field, id, label);
  const chosen = field.value.split(",").map((one) => one.trim()).filter(Boolean);
  const known = field.choices ?? [];
  const box = document.createElement("div");
  box.className = "studio-many";
  for (const value of chosen) {
    const name = known.find((one) => one.value === value)?.label ?? word("unknownValue", { value });
    box.append(chip(name, () => field.write(chosen.filter((one) => one !== value).join(", "))));
  }
  box.append(adder(id, known.filter((one) => !chosen.includes(one.value)), (value) =>
    field.write([...chosen, value].join(", "))));
  return box;
}

function chip(name: string, remove: () => void): HTMLElement {
  const box = document.createElement("span");
  box.className = "studio-chip";
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "×";
  button.title = `${word("remove")} ${name}`;
  button.setAttribute("aria-label", button.title);
  button.addEventListener("click", remove);
  box.append(name, button);
  return box;
}

function adder(id: string, left: Choice[], add: (value: string) => void): HTMLElement {
  const select = document.createElement("select");
  select.id = id;
  select.className = "form-select form-select-sm";
  select.append(option("", left.length ? word("add") : word("none")));
  select.append(...left.map((one) => option(one.value, one.label)));
  select.disabled = !left.length;
  select.addEventListener("change", () => select.value && add(select.value));
  return select;
}

function option(value: string, label: string): HTMLOptionElement {
  return new Option(label, value);
}

function openLink(href: string): HTMLElement {
  const link = document.createElement("a");
  link.href = href;
  link.textContent = word("open");
  return link;
}

function small(text: string, className: string, role?: string): HTMLElement {
  const line = document.createElement("p");
  line.className = className;
  line.textContent = text;
  if (role) line.setAttribute("role", role);
  return line;
}
