/** What the panel asks of events and of tasks that send or wait for messages. */

import { isA, type Moddle, together } from "./drawn";
import { type Asked, attribute, feelAt, type Field, type Group, ours, oursFeel } from "./groups";
import { declared, expression, formal, nodeOf, refer, setExpression, trigger } from "./properties";
import { word, type Word } from "./words";

/** By kind of trigger: the reference it holds, what it refers to and by which key. */
const REFERENCES: Record<string, [string, string, string, Word, Word]> = {
  "bpmn:MessageEventDefinition": ["messageRef", "bpmn:Message", "name", "message", "messageName"],
  "bpmn:SignalEventDefinition": ["signalRef", "bpmn:Signal", "name", "signal", "signalName"],
  "bpmn:ErrorEventDefinition": ["errorRef", "bpmn:Error", "errorCode", "errorEvent", "errorCode"],
  "bpmn:EscalationEventDefinition": ["escalationRef", "bpmn:Escalation", "escalationCode", "escalation", "escalationCode"],
};

/** Return the groups for the trigger of an event and the message of a task. */
export function eventGroups(asked: Asked): Group[] {
  const found = trigger(asked.element);
  return [
    ...(found ? [triggerGroup(asked, found)] : []),
    ...messageTask(asked),
    ...interruption(asked),
  ].filter((group) => group.fields.length);
}

function triggerGroup(asked: Asked, found: Moddle): Group {
  const known = REFERENCES[found.$type];
  if (known) {
    const [, , , title] = known;
    const fields = [reference(asked, found, known), ...wordsOfMessage(asked, found)];
    return { key: "trigger", title: word(title), fields };
  }
  if (found.$type === "bpmn:TimerEventDefinition") return timer(asked, found);
  if (found.$type === "bpmn:ConditionalEventDefinition") {
    return { key: "trigger", title: word("conditional"), fields: [feelAt(asked, found, "condition", word("condition"))] };
  }
  if (found.$type === "bpmn:LinkEventDefinition") {
    return { key: "trigger", title: word("link"), fields: [attribute(asked, found, "name", word("linkName"))].map((one) => ({ ...one, key: "linkName" })) };
  }
  return { key: "trigger", title: "", fields: [] };
}

function reference(asked: Asked, node: Moddle, known: (typeof REFERENCES)[string]): Field {
  const [attributeName, type, key, , label] = known;
  const present = node.get(attributeName) as Moddle | undefined;
  const names = declared(asked.editor, type).map((one) => String(one.get(key) ?? "")).filter(Boolean);
  return {
    key: attributeName,
    label: word(label),
    kind: "choice",
    choices: [...new Set(names)].map((value) => ({ value, label: value })),
    orNew: true,
    value: String(present?.get(key) ?? ""),
    write: (value) => refer(asked.editor, asked.element, node, attributeName, type, key, value),
  };
}

/** What a person sees of a message that is waited for, and what one that is sent brings. */
function wordsOfMessage(asked: Asked, node: Moddle): Field[] {
  if (node.$type !== "bpmn:MessageEventDefinition") return [];
  if (isA(asked.element.businessObject, "ThrowEvent")) return [oursFeel(asked, "payload", word("payload"))];
  return buttons(asked);
}

function buttons(asked: Asked): Field[] {
  return [
    ours(asked, "button", word("button")),
    ours(asked, "button_en", word("buttonEn")),
    oursFeel(asked, "early", word("early")),
  ];
}

function messageTask(asked: Asked): Group[] {
  const node = nodeOf(asked.element);
  if (!isA(node, "ReceiveTask", "SendTask")) return [];
  const field = reference(asked, node, REFERENCES["bpmn:MessageEventDefinition"]!);
  const more = isA(node, "ReceiveTask") ? buttons(asked) : [oursFeel(asked, "payload", word("payload"))];
  return [{ key: "trigger", title: word("message"), fields: [field, ...more] }];
}

function timer(asked: Asked, node: Moddle): Group {
  const key = node.get("timeDuration") ? "timeDuration" : "timeDate";
  const { editor, element } = asked;
  const kind: Field = {
    key: "timerKind",
    label: word("timerKind"),
    kind: "choice",
    choices: [
      { value: "timeDate", label: word("timerDate") },
      { value: "timeDuration", label: word("timerDuration") },
    ],
    value: key,
    write: (other) => {
      const text = expression(node, key);
      const written = text ? formal(editor, node, text) : formal(editor, node, "");
      together(editor, () =>
        editor.modeling.updateModdleProperties(element, node, { [key]: undefined, [other || "timeDate"]: written }),
      );
    },
  };
  const value: Field = {
    key: "timerValue",
    label: word("timerValue"),
    kind: "feel",
    value: expression(node, key),
    write: (text) => setExpression(editor, element, node, key, text),
  };
  return { key: "trigger", title: word("timer"), fields: [kind, value] };
}

function interruption(asked: Asked): Group[] {
  const node = asked.element.businessObject;
  const isBoundary = isA(node, "BoundaryEvent");
  const parent = node.$parent;
  const startsInside = isA(node, "StartEvent") && parent?.get("triggeredByEvent") === true;
  if (!isBoundary && !startsInside) return [];
  const key = isBoundary ? "cancelActivity" : "isInterrupting";
  const field: Field = {
    key,
    label: word(isBoundary ? "interrupting" : "interruptingStart"),
    kind: "check",
    value: node.get(key) === false ? "" : "true",
    write: (value) => asked.editor.modeling.updateProperties(asked.element, { [key]: value === "true" }),
  };
  return [{ key: "interruption", title: word("interrupting"), fields: [field] }];
}
