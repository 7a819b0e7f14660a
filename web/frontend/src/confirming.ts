/** A question before a step that cannot be taken back. */

import { say } from "./texts";

/** Ask the sentence in `data-confirm` before a form is sent by that button. */
export function startConfirming(): void {
  document.addEventListener("submit", (event) => {
    const button = event.submitter as HTMLElement | null;
    const question = button?.dataset.confirm;
    if (!question || button.dataset.confirmed) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    void ask(question).then((isSure) => {
      if (!isSure) return;
      button.dataset.confirmed = "yes";
      (event.target as HTMLFormElement).requestSubmit(button);
    });
  }, true);
}

function ask(question: string): Promise<boolean> {
  const dialog = document.createElement("dialog");
  dialog.className = "ask";
  const text = document.createElement("p");
  text.textContent = question;
  const form = document.createElement("form");
  form.method = "dialog";
  form.append(choice("no", say("cancel"), "btn"), choice("yes", say("confirm"), "btn btn-primary"));
  dialog.append(text, form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}

function choice(value: string, text: string, className: string): HTMLButtonElement {
  const button = document.createElement("button");
  button.value = value;
  button.className = className;
  button.textContent = text;
  return button;
}
