/** The editor of expressions: colours, brackets, and completion from the case's data dictionary. */

import { autocompletion, closeBrackets, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, defaultHighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { feel } from "@bpmn-io/lang-feel";

import type { Asked } from "./feel_field";
import type { Field } from "./choices";
import { isChinese } from "./words";

const PHRASES: Record<string, string> = isChinese ? { Completions: "可选的字段和函数" } : {};

/** Edit an expression in `place`; it is written when one leaves it. */
export function editFeel(
  place: HTMLElement, asked: Asked, known: { fields: Field[]; functions: string[] },
): { focusAt(position: number): void } {
  let written = asked.value.trim();
  const view = new EditorView({
    parent: place,
    state: EditorState.create({
      doc: asked.value,
      extensions: [
        feel({ dialect: "expression", completions: [complete(known)] }),
        autocompletion({ override: [complete(known)], icons: false }),
        history(),
        bracketMatching(),
        closeBrackets(),
        syntaxHighlighting(defaultHighlightStyle),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        EditorView.lineWrapping,
        EditorState.phrases.of(PHRASES),
        EditorView.contentAttributes.of({ "aria-labelledby": asked.labelledBy }),
        EditorView.domEventHandlers({
          blur: () => {
            const text = view.state.doc.toString().trim();
            if (text !== written) asked.write((written = text));
          },
        }),
      ],
    }),
  });
  return {
    focusAt: (position) => {
      view.focus();
      view.dispatch({ selection: { anchor: Math.min(position, view.state.doc.length) } });
    },
  };
}

function complete(known: { fields: Field[]; functions: string[] }) {
  const options: Completion[] = [
    ...known.fields.map((field) => ({ label: field.path, detail: field.label, type: "variable" })),
    ...known.functions.map((name) => ({ label: name, apply: `${name}(`, type: "function", detail: "( )" })),
  ];
  return (context: CompletionContext): CompletionResult | null => {
    const before = context.matchBefore(/[\p{L}\w.]+(?: [\p{L}\w.]*)?$/u) ?? context.matchBefore(/[\p{L}\w.]+/u);
    const word = context.matchBefore(/[\p{L}\w.]+/u) ?? before;
    if (!word && !context.explicit) return null;
    return { from: word?.from ?? context.pos, options, validFor: /^[\p{L}\w.]*$/u };
  };
}
