/** Rows of a table that open, and rows of a form that come and go. */

/** Open `tr[data-href]` on a click anywhere that is not a control; modifiers open a new tab. */
export function startRowLinks(): void {
  const open = (event: MouseEvent) => {
    const target = event.target as Element;
    const row = target.closest<HTMLElement>("[data-href]");
    if (!row || target.closest("a, button, input, select, textarea, label, summary")) return;
    if (window.getSelection()?.toString()) return;
    if (event.ctrlKey || event.metaKey || event.button === 1) window.open(row.dataset.href);
    else if (event.button === 0) window.location.assign(row.dataset.href ?? "");
  };
  document.addEventListener("click", open);
  document.addEventListener("auxclick", open);
}

/**
 * Add and remove rows without asking the server.
 *
 * `[data-row-add="units"]` copies `template[data-row-template="units"]` into `[data-rows="units"]`
 * with `__index__` replaced by the next free number; `[data-row-remove]` drops its `[data-row]`.
 */
export function startFormRows(enhance: (root: ParentNode) => void): void {
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    const add = target.closest<HTMLElement>("[data-row-add]");
    const remove = target.closest<HTMLElement>("[data-row-remove]");
    if (add?.dataset.rowAdd && addRow(add.dataset.rowAdd, enhance)) event.preventDefault();
    if (remove && removeRow(remove)) event.preventDefault();
  });
}

function addRow(name: string, enhance: (root: ParentNode) => void): boolean {
  const selector = CSS.escape(name);
  const template = document.querySelector<HTMLTemplateElement>(
    `template[data-row-template="${selector}"]`,
  );
  const list = document.querySelector<HTMLElement>(`[data-rows="${selector}"]`);
  if (!template || !list) return false;
  const index = nextIndex(list);
  const shell = document.createElement("template");
  shell.innerHTML = template.innerHTML.replaceAll("__index__", String(index));
  const row = shell.content.firstElementChild;
  if (!row) return false;
  list.append(row);
  enhance(row);
  row.querySelector<HTMLElement>("input, select, textarea")?.focus();
  changed(list);
  return true;
}

function removeRow(button: HTMLElement): boolean {
  const row = button.closest<HTMLElement>("[data-row]");
  const list = row?.parentElement;
  if (!row || !list) return false;
  const neighbour = (row.nextElementSibling ?? row.previousElementSibling) as HTMLElement | null;
  row.remove();
  neighbour?.querySelector<HTMLElement>("input, select, textarea")?.focus();
  changed(list);
  return true;
}

function nextIndex(list: HTMLElement): number {
  const taken = [...list.querySelectorAll<HTMLElement>(":scope > [data-row]")].map((row) =>
    Number(row.dataset.row || -1),
  );
  return Math.max(-1, ...taken, list.children.length - 1) + 1;
}

function changed(list: HTMLElement): void {
  list.dispatchEvent(new Event("input", { bubbles: true }));
}
