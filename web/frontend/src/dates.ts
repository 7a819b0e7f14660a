/** Date fields: a text input that everybody can type into, with a calendar beside it. */

import flatpickr from "flatpickr";
import { Mandarin } from "flatpickr/dist/l10n/zh.js";
import type { CustomLocale } from "flatpickr/dist/types/locale";
import "flatpickr/dist/flatpickr.css";

const chinese = document.documentElement.lang.startsWith("zh");
const locale: CustomLocale = chinese
  ? { ...Mandarin, firstDayOfWeek: 1 }
  : { ...flatpickr.l10ns.en, firstDayOfWeek: 1 } as CustomLocale;

/** Give every `input[data-date]` below `root` a calendar in the page's language. */
export function enhanceDates(root: ParentNode): void {
  for (const input of root.querySelectorAll<HTMLInputElement>("input[data-date]")) {
    if ("_flatpickr" in input || input.closest("template")) continue;
    flatpickr(input, {
      locale,
      dateFormat: "Y-m-d",
      allowInput: true,
      // The phone's own picker would speak the phone's language.
      disableMobile: true,
      minDate: input.dataset.min,
      maxDate: input.dataset.max,
      // A mistyped date stays in the field for the server to explain, not silently replaced.
      errorHandler: () => undefined,
    });
  }
}
