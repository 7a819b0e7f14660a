/** Palette and menus that offer what runs; which that is the server says, from its own tables. */

import ContextPadProvider from "bpmn-js/lib/features/context-pad/ContextPadProvider";
import PaletteProvider from "bpmn-js/lib/features/palette/PaletteProvider";
import ReplaceMenuProvider from "bpmn-js/lib/features/popup-menu/ReplaceMenuProvider";

import { type Drawn, isA, type Moddle } from "./drawn";

/** What the server runs: tags, and by tag the triggers it takes ("" is none). */
export interface Offered {
  tags: string[];
  triggers: Record<string, string[]>;
  scopeTriggers: string[];
}

interface Target {
  type: string;
  eventDefinitionType?: string;
  triggeredByEvent?: boolean;
  isExpanded?: boolean;
}

interface Option {
  actionName: string;
  target?: Target;
}

// The library's own types of entries differ from menu to menu; we only pass them on.
type Entries = Record<string, any>;
type Act = (event: Event, element: Drawn) => void;

/** Say whether an element that a menu would make is run by the server. */
export function runs(offered: Offered, target: Target, inEventSubProcess = false): boolean {
  const tag = tagOf(target.type);
  if (["Participant", "Group", "TextAnnotation", "Lane"].includes(target.type.split(":")[1]!)) return true;
  if (!offered.tags.includes(tag)) return false;
  const triggers = inEventSubProcess && tag === "startEvent" ? offered.scopeTriggers : offered.triggers[tag];
  return !triggers || triggers.includes(triggerOf(target.eventDefinitionType));
}

function tagOf(type: string): string {
  const name = type.split(":")[1] ?? type;
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function triggerOf(type: string | undefined): string {
  return type ? tagOf(type).replace("EventDefinition", "") : "";
}

/** Return the modules whose menus offer only what runs. */
export function allowedModule(offered: Offered): object {
  class Palette extends PaletteProvider {
    getPaletteEntries(): Entries {
      const all = super.getPaletteEntries() as Entries;
      const { _elementFactory: factory, _create: create, _translate: say } = this as unknown as Inner;
      const start = (type: string) => (event: Event) => create.start(event, factory.createShape({ type }));
      const entry = (type: string, group: string, className: string, title: string) => {
        const act = start(type);
        return { group, className, title: say(title), action: { dragstart: act, click: act } };
      };
      const offeredEntries: [string, Entries[string] | undefined][] = [
        ...["hand-tool", "lasso-tool", "space-tool", "global-connect-tool", "tool-separator"].map(
          (key): [string, Entries[string] | undefined] => [key, all[key]],
        ),
        ["create.start-event", all["create.start-event"]],
        ["create.intermediate-event", all["create.intermediate-event"]],
        ["create.end-event", all["create.end-event"]],
        ["create.user-task", entry("bpmn:UserTask", "activity", "bpmn-icon-user-task", "Create user task")],
        ["create.service-task", entry("bpmn:ServiceTask", "activity", "bpmn-icon-service-task", "Create service task")],
        ["create.subprocess-expanded", all["create.subprocess-expanded"]],
        ["create.exclusive-gateway", entry("bpmn:ExclusiveGateway", "gateway", "bpmn-icon-gateway-xor", "Exclusive gateway")],
        ["create.parallel-gateway", entry("bpmn:ParallelGateway", "gateway", "bpmn-icon-gateway-parallel", "Parallel gateway")],
        ["create.participant-expanded", all["create.participant-expanded"]],
        ["create.group", all["create.group"]],
      ];
      return Object.fromEntries(offeredEntries.filter(([, one]) => one)) as Entries;
    }
  }

  class ContextPad extends ContextPadProvider {
    getContextPadEntries(element: never): Entries {
      const entries = super.getContextPadEntries(element) as unknown as Entries;
      const inner = this as unknown as Inner;
      delete entries["append.compensation-activity"];
      if (entries["append.append-task"]) {
        entries["append.append-task"] = appendUserTask(inner);
      }
      return entries;
    }
  }

  class ReplaceMenu extends ReplaceMenuProvider {
    _createEntries(target: Drawn, options: Option[]): Entries {
      const inside = isEventSubProcess(target.businessObject.$parent);
      const kept = options.filter((one) => !one.target || runs(offered, one.target, inside));
      return (ReplaceMenuProvider.prototype as unknown as { _createEntries: Function })._createEntries.call(
        this, target, kept,
      ) as Entries;
    }
  }

  return {
    __init__: ["paletteProvider", "contextPadProvider", "replaceMenuProvider"],
    paletteProvider: ["type", Palette],
    contextPadProvider: ["type", ContextPad],
    replaceMenuProvider: ["type", ReplaceMenu],
  };
}

interface Inner {
  _elementFactory: { createShape(properties: object): Drawn };
  _create: { start(event: Event, shape: Drawn, hints?: object): void };
  _autoPlace?: { append(source: Drawn, shape: Drawn): void };
  _translate(text: string): string;
}

function appendUserTask(inner: Inner): Entries[string] {
  const shape = () => inner._elementFactory.createShape({ type: "bpmn:UserTask" });
  const drag: Act = (event, source) => inner._create.start(event, shape(), { source });
  const place: Act = (_, source) => inner._autoPlace?.append(source, shape());
  return {
    group: "model",
    className: "bpmn-icon-user-task",
    title: inner._translate("Append user task"),
    action: { dragstart: drag, click: inner._autoPlace ? place : drag },
  };
}

function isEventSubProcess(node: Moddle | undefined): boolean {
  return isA(node, "SubProcess") && node?.get("triggeredByEvent") === true;
}
