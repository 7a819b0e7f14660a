/** Activities that are done several times, and steps that several persons do. */

import { isA, type Moddle, together } from "./drawn";
import { type Asked, attribute, feelAt, type Field, type Group, ours, oursFeel } from "./groups";
import { loop, property, setProperty } from "./properties";
import { word } from "./words";

/** The marker that each way of several handlers is drawn with. */
const SEQUENTIAL: Record<string, boolean> = { all: false, any: false, sequence: true };

/** Return the groups for several handlers, multi-instances and loops. */
export function repeatGroups(asked: Asked): Group[] {
  const drawn = loop(asked.element);
  return [
    several(asked),
    ...(isA(drawn, "MultiInstanceLoopCharacteristics") ? [multiple(asked, drawn!)] : []),
    ...(isA(drawn, "StandardLoopCharacteristics") ? [repeated(asked, drawn!)] : []),
  ];
}

function several(asked: Asked): Group {
  const group: Group = { key: "several", title: word("several"), fields: [] };
  if (!isA(asked.element.businessObject, "UserTask", "ManualTask")) return group;
  group.fields.push(way(asked));
  if (property(asked.element, "several")) {
    group.fields.push(
      ours(asked, "share", word("share"), { hint: word("shareHint") }),
      ours(asked, "quorum", word("quorum"), { hint: word("shareHint") }),
      ours(asked, "vote", word("vote")),
      ours(asked, "convener", word("convener")),
    );
  }
  return group;
}

function way(asked: Asked): Field {
  const ways = { all: word("severalAll"), any: word("severalAny"), sequence: word("severalSequence") };
  return ours(asked, "several", word("severalWay"), {
    kind: "choice",
    none: word("severalNone"),
    choices: Object.entries(ways).map(([value, label]) => ({ value, label })),
    write: (value) => setWay(asked, value),
  });
}

/** The rule and the marker that draws it change together. */
function setWay({ editor, element }: Asked, value: string): void {
  together(editor, () => {
    setProperty(editor, element, "several", value);
    if (!value) {
      for (const name of ["share", "quorum", "vote", "convener"]) setProperty(editor, element, name, "");
      editor.modeling.updateProperties(element, { loopCharacteristics: undefined });
      return;
    }
    const isSequential = SEQUENTIAL[value] ?? false;
    const drawn = loop(element);
    if (isA(drawn, "MultiInstanceLoopCharacteristics")) {
      editor.modeling.updateModdleProperties(element, drawn!, { isSequential });
      return;
    }
    const made = editor.factory.create("bpmn:MultiInstanceLoopCharacteristics", { isSequential });
    made.$parent = element.businessObject;
    editor.modeling.updateProperties(element, { loopCharacteristics: made });
  });
}

function multiple(asked: Asked, drawn: Moddle): Group {
  const order: Field = {
    key: "isSequential",
    label: word("order"),
    kind: "choice",
    choices: [
      { value: "parallel", label: word("parallel") },
      { value: "sequential", label: word("sequential") },
    ],
    value: drawn.get("isSequential") === true ? "sequential" : "parallel",
    write: (value) =>
      asked.editor.modeling.updateModdleProperties(asked.element, drawn, {
        isSequential: value === "sequential",
      }),
  };
  const rest = [
    oursFeel(asked, "collection", word("collection")),
    ours(asked, "item", word("item")),
    oursFeel(asked, "item_view", word("itemView")),
    feelAt(asked, drawn, "completionCondition", word("completion")),
  ];
  // The order of several handlers follows from the way they act.
  const fields = property(asked.element, "several") ? rest : [order, ...rest];
  return { key: "repeat", title: word("repeat"), fields };
}

function repeated(asked: Asked, drawn: Moddle): Group {
  return {
    key: "loop",
    title: word("loop"),
    fields: [
      feelAt(asked, drawn, "loopCondition", word("loopCondition")),
      {
        ...attribute(asked, drawn, "loopMaximum", word("loopMaximum")),
        write: (value) =>
          asked.editor.modeling.updateModdleProperties(asked.element, drawn, {
            loopMaximum: /^\d+$/.test(value) ? Number(value) : undefined,
          }),
      },
      checked(asked, drawn, "testBefore", word("testBefore")),
    ],
  };
}

/** Return a field over an attribute that is true or false. */
export function checked(asked: Asked, node: Moddle, key: string, label: string): Field {
  return {
    key,
    label,
    kind: "check",
    value: node.get(key) === true ? "true" : "",
    write: (value) => asked.editor.modeling.updateModdleProperties(asked.element, node, { [key]: value === "true" }),
  };
}
