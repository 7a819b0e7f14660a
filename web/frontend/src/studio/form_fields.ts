/** What the panel of the form editor asks of the form and of each component. */

import { chooses, type Component, type Form, hasKey, holds, type Kind, listed } from "./components";
import type { Field, Group } from "./groups";
import { word, type Word } from "./words";

/** Do a change of the form: it is remembered for undo, drawn and saved. */
export type Change = (act: () => void) => void;

/** Return the questions about the form itself. */
export function formGroups(form: Form, change: Change): Group[] {
  const fields = [own(form, "title", "title", change), own(form, "title_en", "titleEn", change)];
  return [{ key: "form", title: word("formItself"), fields }];
}

/** Return the questions about one component. */
export function componentGroups(form: Form, one: Component, kinds: Kind[], change: Change): Group[] {
  const general = hasKey(one) ? named(form, one, kinds, change) : shown(one, change);
  const rules = hasKey(one) ? ruled(one, change) : [];
  return [
    { key: "general", title: word("general"), fields: general },
    { key: "rules", title: word("rules"), fields: [...rules, hidden(one, change)] },
  ];
}

function named(form: Form, one: Component, kinds: Kind[], change: Change): Field[] {
  const label = one.type === "datetime" && one.dateLabel !== undefined ? "dateLabel" : "label";
  const fields = [
    plain(one, label, "labelZh", change), own(one, "label_en", "labelEn", change), keyField(form, one, change),
  ];
  const alike = kinds.filter((kind) => kind.type === one.type);
  if (alike.length > 1) fields.push(kindField(one, alike, change));
  if (one.properties?.kind === "certificate") fields.push(own(one, "certificate", "certificateKind", change));
  if (chooses(one)) fields.push(options(one, change));
  if (one.type === "expression") fields.push(feel(plain(one, "expression", "computed", change)));
  fields.push(plain(one, "description", "help", change), own(one, "description_en", "helpEn", change));
  return fields;
}

function shown(one: Component, change: Change): Field[] {
  if (one.type !== "text") return [];
  return [plain(one, "text", "textZh", change, "long"), own(one, "text_en", "textEn", change, "long")];
}

function ruled(one: Component, change: Change): Field[] {
  const fields: Field[] = holds(one) ? [] : [required(one, change)];
  if (one.type === "number") fields.push(limit(one, "min", "least", change), limit(one, "max", "most", change));
  if (one.type === "textfield" || one.type === "textarea") fields.push(limit(one, "maxLength", "mostLetters", change));
  if (one.type === "dynamiclist") {
    fields.push(own(one, "min_rows", "fewestRows", change), own(one, "max_rows", "mostRows", change));
  }
  if (!holds(one)) fields.push(feel(own(one, "default", "defaultValue", change)));
  return fields;
}

function plain(one: Component, key: string, label: Word, change: Change, kind: Field["kind"] = "text"): Field {
  return {
    key, label: word(label), kind,
    value: String(one[key] ?? ""),
    write: (value) => change(() => put(one, key, value)),
  };
}

function own(one: Component, key: string, label: Word, change: Change, kind: Field["kind"] = "text"): Field {
  return {
    key, label: word(label), kind,
    value: String(one.properties?.[key] ?? ""),
    write: (value) => change(() => put((one.properties ??= {}), key, key.endsWith("_rows") ? numeric(value) : value)),
  };
}

function limit(one: Component, key: string, label: Word, change: Change): Field {
  const rules = (one.validate ?? {}) as Record<string, unknown>;
  return {
    key, label: word(label), kind: "text",
    value: String(rules[key] ?? ""),
    write: (value) => change(() => put((one.validate ??= {}) as Record<string, unknown>, key, numeric(value))),
  };
}

function required(one: Component, change: Change): Field {
  const rules = (one.validate ?? {}) as Record<string, unknown>;
  return {
    key: "required", label: word("required"), kind: "check",
    value: rules.required === true ? "true" : "",
    write: (value) => change(() => put((one.validate ??= {}) as Record<string, unknown>, "required", value === "true" || "")),
  };
}

function hidden(one: Component, change: Change): Field {
  const found = (one.conditional as { hide?: string } | undefined)?.hide;
  return feel({
    key: "hide", label: word("hide"), kind: "feel",
    value: String(found ?? ""),
    write: (value) => change(() => put(one, "conditional", value ? { hide: value } : "")),
  });
}

/** An expression of a form is written with a leading "="; the panel shows it without. */
function feel(field: Field): Field {
  return { ...field, kind: "feel", value: field.value.replace(/^=/, ""), write: (value) => field.write(value && `=${value}`) };
}

function keyField(form: Form, one: Component, change: Change): Field {
  const name = holds(one) ? "path" : "key";
  const taken = (value: string) => listed(form).some(([, other]) => other !== one && (other.key === value || other.path === value));
  return {
    ...plain(one, name, "key", change),
    hint: word("keyHint"),
    refuse: (value) => {
      if (!/^[A-Za-z_]\w*$/.test(value)) return word("idWrong");
      return taken(value) ? word("keyTaken", { key: value }) : "";
    },
  };
}

function kindField(one: Component, alike: Kind[], change: Change): Field {
  const isPlain = alike.find((kind) => !kind.kind);
  return {
    ...own(one, "kind", "kind", change),
    kind: "choice",
    none: isPlain?.label,
    choices: alike.filter((kind) => kind.kind).map((kind) => ({ value: kind.kind, label: kind.label })),
  };
}

interface Option {
  value: string;
  label: string;
  label_en?: string;
}

function options(one: Component, change: Change): Field {
  const rows = (one.values as Option[] | undefined) ?? [];
  return {
    key: "values", label: word("options"), kind: "long",
    value: rows.map((row) => `${row.value}=${row.label}${row.label_en ? `|${row.label_en}` : ""}`).join("\n"),
    write: (text) => change(() => {
      one.values = text.split("\n").map((line) => line.trim()).filter(Boolean).map((line) => option(line, rows));
    }),
  };
}

/** What else stands at an option of that value is kept. */
function option(line: string, rows: Option[]): Option {
  const [, value = line, rest = line] = /^([^=]+)=(.*)$/.exec(line) ?? [];
  const [label = "", english = ""] = rest.split("|");
  const before = rows.find((row) => row.value === value.trim());
  return { ...before, value: value.trim(), label: label.trim(), ...(english.trim() ? { label_en: english.trim() } : {}) };
}

function numeric(value: string): unknown {
  return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}

function put(holder: Record<string, unknown>, key: string, value: unknown): void {
  if (value === "") delete holder[key];
  else holder[key] = value;
}
