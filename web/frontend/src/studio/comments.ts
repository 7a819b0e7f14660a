/** Comments of a file: the model behind the drawing forgets them, the one at the top is put back. */

/** Return what stands between the XML declaration and the root element. */
export function prologOf(xml: string): string {
  const root = /<(?![?!])/.exec(xml.replace(/<!--[\s\S]*?-->/g, (comment) => " ".repeat(comment.length)));
  return root ? xml.slice(0, root.index).replace(/^\s*<\?xml[\s\S]*?\?>\s*/, "") : "";
}

/** Return `xml` with the comments that stood at the top of `original`. */
export function withProlog(xml: string, original: string): string {
  const prolog = prologOf(original);
  if (!prolog.trim()) return xml;
  const [, declaration = "", rest = xml] = /^(\s*<\?xml[\s\S]*?\?>\s*)([\s\S]*)$/.exec(xml) ?? [];
  return `${declaration}${prolog.trim()}\n${rest}`;
}

/** Count the comments that saving cannot keep. */
export function commentsWithin(xml: string): number {
  return (xml.slice(xml.indexOf(prologOf(xml)) + prologOf(xml).length).match(/<!--/g) ?? []).length;
}
