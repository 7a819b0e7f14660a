/** What the panel asks of each kind of element, group by group. */

import type { Choice, Choices } from "./choices";
import { type Drawn, type Editor, isA, type Moddle } from "./drawn";
import { propertyWords } from "./names";
import { eventGroups } from "./events";
import { repeatGroups } from "./repeats";
import {
  expression, nodeOf, propertiesOf, property, setExpression, setProperty, write,
} from "./properties";
import { word } from "./words";

/** One question of the panel. */
export interface Field {
  key: string;
  label: string;
  kind: "text" | "long" | "choice" | "many" | "feel" | "check";
  value: string;
  write(value: string): void;
  choices?: Choice[];
  hint?: string;
  /** What choosing nothing means, where it means something. */
  none?: string;
  /** A choice that may be an expression instead, written with a leading "=". */
  orFeel?: boolean;
  /** A choice to which one's own word may be added. */
  orNew?: boolean;
  /** The address of what the present value names. */
  href?: string;
  /** Say what is wrong with a value before it is written; "" when nothing is. */
  refuse?(value: string): string;
}

export interface Group {
  key: string;
  title: string;
  fields: Field[];
}

/** Everything a group is made from. */
export interface Asked {
  editor: Editor;
  element: Drawn;
  choices: Choices;
  formUrl(key: string): string;
}

const WORKED = ["UserTask", "ManualTask", "ReceiveTask", "StartEvent", "IntermediateCatchEvent"];
const WAITING = ["UserTask", "ManualTask", "ReceiveTask", "SubProcess", "CallActivity", "ServiceTask", "Process"];

/** Return the groups of the panel for one element. */
export function groupsOf(asked: Asked): Group[] {
  const groups = [
    general(asked), work(asked), ...repeatGroups(asked), operation(asked), decision(asked),
    script(asked), called(asked), ...eventGroups(asked), flow(asked), identity(asked),
  ].filter((group) => group.fields.length);
  return isA(asked.element.businessObject, "Artifact", "Collaboration") ? groups : [...groups, others(asked, groups)];
}

/** Return a field over one of our properties. */
export function ours(asked: Asked, name: string, label: string, more: Partial<Field> = {}): Field {
  return {
    key: name,
    label,
    kind: "text",
    value: property(asked.element, name),
    write: (value) => setProperty(asked.editor, asked.element, name, value),
    ...more,
  };
}

/** Return a field over one of our properties that is always FEEL: its "=" is not shown. */
export function oursFeel(asked: Asked, name: string, label: string): Field {
  return ours(asked, name, label, {
    kind: "feel",
    value: property(asked.element, name).replace(/^=/, ""),
    write: (value) => setProperty(asked.editor, asked.element, name, value && `=${value}`),
  });
}

/** Return a field over an expression that hangs at a node. */
export function feelAt(asked: Asked, node: Moddle, key: string, label: string): Field {
  return {
    key,
    label,
    kind: "feel",
    value: expression(node, key).replace(/^=/, ""),
    write: (value) => setExpression(asked.editor, asked.element, node, key, value),
  };
}

function general(asked: Asked): Group {
  const drawn = asked.element.businessObject;
  const fields: Field[] = [];
  if (isA(drawn, "TextAnnotation")) fields.push(attribute(asked, drawn, "text", word("note"), "long"));
  else if (!isA(drawn, "Artifact", "Collaboration")) fields.push(attribute(asked, drawn, "name", word("name")));
  if (isA(drawn, "FlowNode", "Process", "Participant")) fields.push(ours(asked, "name_en", word("nameEn")));
  return { key: "general", title: word("general"), fields };
}

/** The id and the notes come last: one sets them once and reads them seldom. */
function identity(asked: Asked): Group {
  const { editor, element } = asked;
  const node = nodeOf(element);
  const id: Field = {
    ...attribute(asked, node, "id", word("id")),
    hint: word("idHint"),
    refuse: (text) => refuseId(editor, node, text),
  };
  const fields = isA(node, "Artifact") ? [id] : [id, note(asked, node)];
  return { key: "identity", title: word("identity"), fields };
}

/** Return a field over an attribute. */
export function attribute(
  asked: Asked, node: Moddle, key: string, label: string, kind: Field["kind"] = "text",
): Field {
  return {
    key,
    label,
    kind,
    value: String(node.get(key) ?? ""),
    write: (value) => write(asked.editor, asked.element, node, { [key]: value || undefined }),
  };
}

function refuseId(editor: Editor, node: Moddle, id: string): string {
  if (!/^[A-Za-z_][\w-]*$/.test(id)) return word("idWrong");
  const ids = (editor.modeler.get("moddle") as { ids: { assigned(id: string): unknown } }).ids;
  const owner = ids.assigned(id);
  return owner && owner !== node ? word("idTaken", { id }) : "";
}

function note(asked: Asked, node: Moddle): Field {
  const written = ((node.get("documentation") as Moddle[] | undefined) ?? [])[0];
  return {
    key: "documentation",
    label: word("note"),
    kind: "long",
    value: String(written?.get("text") ?? ""),
    write: (value) => {
      const made = asked.editor.factory.create("bpmn:Documentation", { text: value });
      made.$parent = node;
      write(asked.editor, asked.element, node, { documentation: value ? [made] : [] });
    },
  };
}

function work(asked: Asked): Group {
  const { element, choices } = asked;
  const node = nodeOf(element);
  const fields: Field[] = [];
  if (isA(node, ...WORKED)) {
    const form = property(element, "form");
    fields.push(
      ours(asked, "form", word("form"), {
        kind: "choice", choices: choices.forms, href: form ? asked.formUrl(form) : undefined,
      }),
      ours(asked, "section", word("section"), { kind: "choice", choices: choices.sections, orFeel: true }),
      ours(asked, "post", word("post"), { kind: "choice", choices: choices.posts, orFeel: true }),
    );
  }
  if (isA(node, ...WAITING)) {
    fields.push(ours(asked, "limit", word("limit"), { kind: "many", choices: choices.limits }));
  }
  if (isA(node, "UserTask", "ManualTask")) {
    fields.push(
      ours(asked, "not_same_as", word("notSameAs"), { kind: "many", choices: otherSteps(asked) }),
      ours(asked, "documents", word("documents"), { kind: "many", choices: choices.documents }),
      oursFeel(asked, "assignee", word("assignee")),
    );
  }
  if (isA(node, "UserTask", "ManualTask", "ReceiveTask", "StartEvent")) {
    fields.push(oursFeel(asked, "set", word("set")));
  }
  return { key: "work", title: word("work"), fields };
}

/** Return the other steps that persons do. */
function otherSteps({ editor, element }: Asked): Choice[] {
  return editor.registry
    .filter((one) => !one.labelTarget && one !== element && isA(one.businessObject, "UserTask", "ManualTask"))
    .map((one) => ({ value: one.id, label: one.businessObject.name || one.id }));
}

function operation(asked: Asked): Group {
  const { element, choices } = asked;
  const isService = isA(element.businessObject, "ServiceTask");
  const fields = isService
    ? [
        ours(asked, "operation", word("operationKey"), { kind: "choice", choices: choices.operations }),
        ours(asked, "documents", word("documents"), { kind: "many", choices: choices.documents }),
      ]
    : [];
  return { key: "operation", title: word("operation"), fields };
}

function decision(asked: Asked): Group {
  const isRule = isA(asked.element.businessObject, "BusinessRuleTask");
  const fields = isRule
    ? [
        ours(asked, "decision", word("decisionKey")),
        oursFeel(asked, "inputs", word("inputs")),
        oursFeel(asked, "set", word("set")),
      ]
    : [];
  return { key: "decision", title: word("decision"), fields };
}

function script(asked: Asked): Group {
  const node = asked.element.businessObject;
  const fields: Field[] = isA(node, "ScriptTask")
    ? [{ ...attribute(asked, node, "script", word("script")), kind: "feel" }]
    : [];
  return { key: "script", title: word("script"), fields };
}

function called(asked: Asked): Group {
  const node = asked.element.businessObject;
  const fields = isA(node, "CallActivity") ? [attribute(asked, node, "calledElement", word("called"))] : [];
  return { key: "called", title: word("called"), fields };
}

function flow(asked: Asked): Group {
  const node = asked.element.businessObject;
  const source = node.get("sourceRef") as Moddle | undefined;
  const chooses = isA(node, "SequenceFlow") && isA(source, "ExclusiveGateway", "InclusiveGateway", "Activity");
  if (!chooses || !source) return { key: "flow", title: word("flow"), fields: [] };
  const from = asked.element.source!;
  const fields: Field[] = [
    { ...feelAt(asked, node, "conditionExpression", word("condition")) },
    {
      key: "default",
      label: word("isDefault"),
      kind: "check",
      value: source.get("default") === node ? "true" : "",
      write: (value) =>
        asked.editor.modeling.updateProperties(from, { default: value ? node : undefined }),
    },
  ];
  return { key: "flow", title: word("flow"), fields };
}

/** Whatever else is written at the element: nothing that is in the file stays unseen. */
function others(asked: Asked, groups: Group[]): Group {
  const shown = new Set(groups.flatMap((group) => group.fields.map((field) => field.key)));
  const rest = [...propertiesOf(asked.element).keys()].filter((name) => !shown.has(name));
  return {
    key: "others",
    title: word("otherProperties"),
    fields: rest.map((name) => ours(asked, name, propertyWords(name), { kind: "text" })),
  };
}
