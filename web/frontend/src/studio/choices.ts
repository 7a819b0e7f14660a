/** What the pickers offer: forms, posts, limits and fields of the matter, as the server lists them. */

import { operationWords } from "./names";
import { isChinese } from "./words";

export interface Choice {
  value: string;
  label: string;
}

/** A field of the matter's forms: where an expression finds it, its kind and its label. */
export interface Field {
  path: string;
  kind: string;
  label: string;
}

export interface Choices {
  forms: Choice[];
  sections: Choice[];
  posts: Choice[];
  limits: Choice[];
  documents: Choice[];
  operations: Choice[];
  fields: Field[];
  functions: string[];
}

type Row = Record<string, unknown> | string;

/** Ask the server what there is to choose from; a part it does not list is empty. */
export async function readChoices(url: string): Promise<Choices> {
  const answer = await fetch(url, { credentials: "same-origin", headers: { Accept: "application/json" } });
  const raw = answer.ok ? ((await answer.json()) as Record<string, unknown>) : {};
  const rows = (key: string) => ((raw[key] as Row[] | undefined) ?? []).map(choice);
  return {
    forms: rows("forms"),
    sections: rows("sections"),
    posts: rows("posts"),
    limits: ((raw.limits as Row[] | undefined) ?? []).map(limit),
    documents: rows("documents"),
    operations: rows("operations").map(({ value }) => ({ value, label: operationWords(value) })),
    fields: ((raw.fields as Record<string, unknown>[] | undefined) ?? []).map(field),
    functions: ((raw.functions as string[] | undefined) ?? []).map(String),
  };
}

function choice(row: Row): Choice {
  if (typeof row === "string") return { value: row, label: row };
  const value = String(row.key ?? row.value ?? "");
  return { value, label: named(row) || value };
}

function limit(row: Row): Choice {
  const { value, label } = choice(row);
  if (typeof row === "string") return { value, label };
  const amount = isChinese ? text(row, "amount") : text(row, "amount_en") || text(row, "amount");
  return { value, label: [label, amount, shortArticle(text(row, "article"))].filter(Boolean).join(" · ") };
}

const DIGITS = "零一二三四五六七八九";

/** Return "建筑法 8" for "建筑法 第八条第二款；…": the first article, by its number. */
export function shortArticle(article: string): string {
  const first = article.split(/[；;]/)[0]!.trim();
  const found = /^(.*?)\s*第([零〇一二两三四五六七八九十百]+)条/.exec(first);
  return found ? `${found[1]} ${numberOf(found[2]!)}` : first;
}

function numberOf(words: string): number {
  let whole = 0;
  let digit = 0;
  for (const sign of words.replace("〇", "零").replace("两", "二")) {
    const unit = { 十: 10, 百: 100 }[sign];
    if (unit) [whole, digit] = [whole + (digit || 1) * unit, 0];
    else digit = DIGITS.indexOf(sign);
  }
  return whole + digit;
}

function field(row: Record<string, unknown>): Field {
  return { path: text(row, "path"), kind: text(row, "kind"), label: named(row) };
}

function named(row: Record<string, unknown>): string {
  const zh = text(row, "name") || text(row, "title") || text(row, "label");
  const en = text(row, "name_en") || text(row, "title_en") || text(row, "label_en");
  return isChinese ? zh || en : en || zh;
}

function text(row: Record<string, unknown>, key: string): string {
  return row[key] === undefined || row[key] === null ? "" : String(row[key]);
}
