/** A field for an expression: text at first, the real editor as soon as it is wanted. */

import type { Field } from "./choices";

export interface Asked {
  value: string;
  labelledBy: string;
  write(value: string): void;
}

/** What completion offers; the page fills it once the choices have come. */
export const vocabulary: { fields: Field[]; functions: string[] } = { fields: [], functions: [] };

/** Put an expression into `place`. Its editor is loaded when somebody goes there first. */
export function openFeel(place: HTMLElement, asked: Asked): void {
  const text = document.createElement("textarea");
  text.className = "form-control form-control-sm studio-code";
  text.rows = Math.min(6, Math.max(1, asked.value.split("\n").length));
  text.spellcheck = false;
  text.value = asked.value;
  text.setAttribute("aria-labelledby", asked.labelledBy);
  place.append(text);
  text.addEventListener("change", () => asked.write(text.value.trim()));
  text.addEventListener("focus", () => {
    void import("./feel").then(({ editFeel }) => {
      if (!place.isConnected || place.querySelector(".cm-editor")) return;
      const { selectionStart } = text;
      const wasFocused = document.activeElement === text;
      // Removing a field that holds the focus would write it once more.
      text.replaceWith();
      const editor = editFeel(place, { ...asked, value: text.value }, vocabulary);
      if (wasFocused) editor.focusAt(selectionStart);
    });
  }, { once: true });
}
