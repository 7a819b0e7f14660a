/** Date fields: a text input that everybody can type into, with a calendar beside it. */

import flatpickr from "flatpickr";
import { Mandarin } from "flatpickr/dist/l10n/zh.js";
import type { CustomLocale } from "flatpickr/dist/types/locale";
import "flatpickr/dist/flatpickr.css";

const chinese = document.documentElement.lang.startsWith("zh");
const locale: CustomLocale = {
  ...(chinese ? Mandarin : (flatpickr.l10ns.en as CustomLocale)),
  firstDayOfWeek: 1,
};

/** Give every `input[data-date]` below `root` a calendar in the page's language. */
export function enhanceDates(root: ParentNode): void {
  for (const input of root.querySelectorAll<HTMLInputElement>("input[data-date]")) {
    if (!("_flatpickr" in input) && !input.closest("template")) enhance(input);
  }
}

function enhance(input: HTMLInputElement): void {
  const picker = flatpickr(input, {
    locale,
    dateFormat: "Y-m-d",
    allowInput: true,
    // The phone's own picker would speak the phone's language.
    disableMobile: true,
    minDate: input.dataset.min,
    maxDate: input.dataset.max,
    // The demo's clock decides what is today.
    now: document.documentElement.dataset.today || undefined,
    parseDate: (text) => readDay(text) ?? new Date(NaN),
    errorHandler: () => undefined,
  });
  // flatpickr would turn 2026-13-45 into a day of 2027; what is no day stays for the server to
  // explain.
  const setDate = picker.setDate.bind(picker);
  picker.setDate = (date, ...rest) => {
    if (typeof date !== "string" || !date.trim() || readDay(date)) setDate(date, ...rest);
  };
}

/** Return the day that a text names (2026-11-10, 2026/11/10, 20261110, 2026年11月10日), if any. */
export function readDay(text: string): Date | undefined {
  const parts =
    /^(\d{4})(\d{2})(\d{2})$/.exec(text.trim()) ??
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(text.trim());
  if (!parts) return undefined;
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  const date = new Date(year, month - 1, day);
  return date.getMonth() === month - 1 && date.getDate() === day ? date : undefined;
}
