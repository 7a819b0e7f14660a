/** The words of the drawing library: Chinese by our dictionary, and every miss remembered. */

import { chinese } from "./chinese";
import { isChinese } from "./words";

/** What was asked for and has no Chinese; a test reads it from the page. */
export const untranslated = new Set<string>();

declare global {
  interface Window {
    banjieUntranslated?: Set<string>;
  }
}
window.banjieUntranslated = untranslated;

/** Return `text` in the page's language, its {holes} filled. */
export function translate(text: string, holes: Record<string, string> = {}): string {
  const found = isChinese ? chinese[text] : text;
  if (found === undefined && /[A-Za-z]{2}/.test(text)) untranslated.add(text);
  return (found ?? text).replace(/\{(\w+)\}/g, (hole, name: string) => translatedHole(holes[name]) ?? hole);
}

function translatedHole(value: string | undefined): string | undefined {
  return value === undefined ? undefined : (isChinese && chinese[value]) || value;
}

/** The module that puts our words in the place of the library's. */
export const translateModule = { translate: ["value", translate] };

/** Keep the words of a part that asks for no translation in the page's language. */
export function translateWithin(root: Element): void {
  if (!isChinese) return;
  const again = () => {
    watching.disconnect();
    translateTree(root);
    watching.observe(root, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["title"] });
  };
  const watching = new MutationObserver(again);
  again();
}

function translateTree(root: Element): void {
  for (const titled of root.querySelectorAll<HTMLElement>("[title]")) {
    titled.title = known(titled.title);
  }
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const text = node.nodeValue?.trim();
    if (text && !node.parentElement?.closest(".djs-visual, style")) {
      const found = known(text);
      if (found !== text) node.nodeValue = node.nodeValue!.replace(text, found);
    }
  }
}

function known(text: string): string {
  const speed = /^Set animation speed = (.+)$/.exec(text);
  return speed ? `动画速度：${known(speed[1]!)}` : chinese[text] ?? text;
}
