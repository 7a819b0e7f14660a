/** The server's own check of what is drawn, live: badges on elements and a list that jumps. */

import { csrfHeaders } from "../csrf";
import type { Drawn, Editor } from "./drawn";
import { isChinese, word } from "./words";
import type { Remark } from "./panel";

/** What the check says, as the server writes it. */
export interface Finding {
  element: string;
  path: string;
  severity: string;
  code: string;
  zh: string;
  en: string;
  remedy_zh: string;
  remedy_en: string;
}

/** Ask the server to judge a diagram that is not saved yet. */
export async function check(url: string, xml: string): Promise<Finding[]> {
  const answer = await fetch(url, {
    method: "POST",
    credentials: "same-origin",
    headers: { ...csrfHeaders(), "Content-Type": "application/xml", Accept: "application/json" },
    body: xml,
  });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return findingsIn(await answer.json());
}

/** Return the findings of an answer: a list, or an object that holds one. */
export function findingsIn(answer: unknown): Finding[] {
  const rows = Array.isArray(answer) ? answer : (answer as { findings?: unknown }).findings;
  return Array.isArray(rows) ? (rows as Finding[]) : [];
}

/** Return a finding in the page's language. */
export function remarkOf(finding: Finding): Remark {
  return {
    severity: finding.severity,
    text: isChinese ? finding.zh : finding.en,
    remedy: isChinese ? finding.remedy_zh : finding.remedy_en,
  };
}

/** Return what a finding is about, if the diagram draws it; ids made by the server hold a dot. */
export function elementOf(editor: Editor, finding: Finding): Drawn | undefined {
  const id = finding.element ?? "";
  const found = editor.registry.get(id) ?? editor.registry.get(id.split(".")[0] ?? "");
  return found ?? editor.registry.filter((one) => pooled(one) === id)[0];
}

function pooled(element: Drawn): string | undefined {
  if (element.type !== "bpmn:Participant") return undefined;
  return (element.businessObject.get("processRef") as { id?: string } | undefined)?.id;
}

/** Put a badge on every element that something is said of. */
export function drawBadges(editor: Editor, findings: Finding[]): void {
  editor.overlays.remove({ type: "finding" });
  const byElement = new Map<Drawn, Finding[]>();
  for (const finding of findings) {
    const element = elementOf(editor, finding);
    if (!element || element === editor.root()) continue;
    byElement.set(element, [...(byElement.get(element) ?? []), finding]);
  }
  for (const [element, found] of byElement) {
    editor.overlays.add(element.id, "finding", {
      position: element.waypoints ? { top: -12, left: 0 } : { top: -11, right: 11 },
      scale: { min: 0.8, max: 1.2 },
      html: badge(found),
    });
  }
}

function badge(found: Finding[]): HTMLElement {
  const isError = found.some((one) => one.severity === "error");
  const mark = document.createElement("span");
  mark.className = `studio-badge is-${isError ? "error" : "warning"}`;
  mark.textContent = isError ? "!" : "i";
  mark.title = found.map((one) => remarkOf(one).text).join("\n");
  return mark;
}

/** List the findings below the diagram; choosing one shows its element. */
export function drawList(
  place: HTMLElement, editor: Editor, findings: Finding[], show: (element: Drawn) => void,
): void {
  place.replaceChildren(...findings.map((finding) => line(editor, finding, show)));
}

function line(editor: Editor, finding: Finding, show: (element: Drawn) => void): HTMLElement {
  const item = document.createElement("li");
  const element = elementOf(editor, finding);
  const button = document.createElement("button");
  button.type = "button";
  button.className = `studio-problem is-${finding.severity}`;
  const { text, remedy } = remarkOf(finding);
  const mark = span("studio-mark", word(finding.severity === "error" ? "error" : "warning"));
  const where = element ? element.businessObject.name || element.id : finding.path || word("wholeMatter");
  button.append(mark, span("studio-where", where), span("studio-said", text));
  if (remedy) button.append(span("studio-remedy", remedy));
  button.disabled = !element;
  if (element) button.addEventListener("click", () => show(element));
  item.append(button);
  return item;
}

function span(className: string, text: string): HTMLElement {
  const one = document.createElement("span");
  one.className = className;
  one.textContent = text;
  return one;
}

/** Return the counts in words. */
export function counted(findings: Finding[]): string {
  if (!findings.length) return word("noProblems");
  const errors = findings.filter((one) => one.severity === "error").length;
  return word("problems", { errors, warnings: findings.length - errors });
}
