/** The components of a form-js form: what one is, and how the list of them is changed. */

export interface Component {
  type: string;
  id?: string;
  key?: string;
  path?: string;
  label?: string;
  text?: string;
  components?: Component[];
  properties?: Record<string, unknown>;
  [name: string]: unknown;
}

export interface Form extends Component {
  components: Component[];
}

/** A kind of field the server knows. */
export interface Kind {
  type: string;
  kind: string;
  label: string;
  group: string;
  /** What a new field is called until the designer names it. */
  zh: string;
  en: string;
}

/** Where a component stands: the index at each depth. */
export type Place = number[];

const WITH_CHOICES = ["radio", "select", "checklist"];
const WITHOUT_KEY = ["text", "separator", "spacer", "html"];
const HOLDING = ["group", "dynamiclist"];

/** Return a new form. */
export function emptyForm(key: string): Form {
  return { type: "default", id: key, schemaVersion: 19, properties: { title: "", title_en: "" }, components: [] };
}

/** Return the component at a place. */
export function at(form: Form, place: Place): Component | undefined {
  return place.reduce<Component | undefined>((one, index) => one?.components?.[index], form);
}

/** Return every component with its place, outer ones first. */
export function listed(form: Form, parent: Place = []): [Place, Component][] {
  const rows = (parent.length ? at(form, parent)?.components : form.components) ?? [];
  return rows.flatMap((one, index): [Place, Component][] => {
    const place = [...parent, index];
    return [[place, one], ...(one.components ? listed(form, place) : [])];
  });
}

/** Put a new component after a place, or into it where it holds others; returns where it stands. */
export function add(form: Form, after: Place | undefined, kind: Kind): Place {
  const made = component(form, kind);
  const chosen = after && at(form, after);
  if (chosen && holds(chosen) && !holds(made)) {
    chosen.components = [...(chosen.components ?? []), made];
    return [...after!, chosen.components.length - 1];
  }
  const parent = after ? after.slice(0, -1) : [];
  const rows = siblings(form, [...parent, 0]);
  const index = after ? after[after.length - 1]! + 1 : rows.length;
  rows.splice(index, 0, made);
  return [...parent, index];
}

/** Remove a component with everything in it. */
export function remove(form: Form, place: Place): void {
  siblings(form, place).splice(place[place.length - 1]!, 1);
}

/** Move a component up or down among its siblings; returns where it stands then. */
export function move(form: Form, place: Place, by: number): Place {
  const rows = siblings(form, place);
  const from = place[place.length - 1]!;
  const to = Math.min(Math.max(0, from + by), rows.length - 1);
  rows.splice(to, 0, ...rows.splice(from, 1));
  return [...place.slice(0, -1), to];
}

function siblings(form: Form, place: Place): Component[] {
  const parent = place.length > 1 ? at(form, place.slice(0, -1)) : form;
  return (parent!.components ??= []);
}

/** Say whether a component holds others. */
export function holds(one: Component): boolean {
  return HOLDING.includes(one.type);
}

/** Say whether a component has choices of its own. */
export function chooses(one: Component): boolean {
  return WITH_CHOICES.includes(one.type) && one.properties?.kind === undefined;
}

/** Say whether a component has a value of its own. */
export function hasKey(one: Component): boolean {
  return !WITHOUT_KEY.includes(one.type);
}

function component(form: Form, kind: Kind): Component {
  const name = freshKey(form);
  const made: Component = { type: kind.type, id: `${form.id ?? "form"}_${name}` };
  if (kind.type === "text") return { ...made, text: kind.zh, properties: { text_en: kind.en } };
  if (!hasKey(made)) return made;
  if (kind.type === "datetime") Object.assign(made, { subtype: "date", dateLabel: kind.zh });
  else made.label = kind.zh;
  made.properties = { label_en: kind.en, ...(kind.kind ? { kind: kind.kind } : {}) };
  if (kind.type === "expression") made.expression = "=null";
  if (holds(made)) return { ...made, path: name, components: [] };
  if (chooses(made)) made.values = [{ value: "yes", label: "是", label_en: "Yes" }, { value: "no", label: "否", label_en: "No" }];
  return { ...made, key: name };
}

function freshKey(form: Form): string {
  const known = new Set(listed(form).flatMap(([, one]) => [one.key, one.path]));
  let number = known.size + 1;
  while (known.has(`field_${number}`)) number += 1;
  return `field_${number}`;
}
