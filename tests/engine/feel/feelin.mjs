// Answer texts by the engine that form-js ships: [{text, kind, context}] in, one answer each out.
// Run with the path of the package as argument; moments and durations come back as FEEL writes them.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const { evaluate, unaryTest } = await import(pathToFileURL(process.argv[2]).href);
const asked = JSON.parse(readFileSync(0, 'utf8'));

function written(value) {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map(written);
  if (typeof value === 'function') return 'function';
  if (typeof value !== 'object') return value;
  if (Object.getPrototypeOf(value) === Object.prototype) {
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, written(entry)]));
  }
  return evaluate('string(value)', { value }).value;
}

function answer({ text, kind, context }) {
  try {
    const { value } = kind === 'test' ? unaryTest(text, context) : evaluate(text, context);
    return { value: written(value) };
  } catch (error) {
    return { error: error.name };
  }
}

process.stdout.write(JSON.stringify(asked.map(answer)));
