import { isId } from '../../platform/database/index.js';

/** What was typed into a form: texts, and objects of the same. Lists are objects whose names are numbers. */
export interface Typed {
  [name: string]: string | Typed;
}

/** `Texts<'note' | 'until'>`: one text for each name, '' where nothing was sent. */
export type Texts<Name extends string> = Record<Name, string>;

const LONGEST = 20_000;
const DEEPEST = 6;

/** Nothing about a body is believed: what is no text or list of texts is left out, and texts are bounded and trimmed. */
export function readTyped(body: unknown, depth = 0): Typed {
  if (typeof body !== 'object' || body === null || depth > DEEPEST) return {};
  const entries = Object.entries(body).flatMap(([name, value]): [string, string | Typed][] => {
    if (name === '_csrf' || name === '__proto__') return [];
    if (typeof value === 'string') return [[name, value.slice(0, LONGEST).replaceAll('\0', '').trim()]];
    return typeof value === 'object' && value !== null ? [[name, readTyped(value, depth + 1)]] : [];
  });
  return Object.fromEntries(entries);
}

/** The text at a path such as `targets.resolution.amount`; '' where there is none. */
export function textAt(typed: Typed, path: string): string {
  const found = at(typed, path);
  return typeof found === 'string' ? found : '';
}

/** The rows of a list, in their order; each keeps what was typed. */
export function rowsAt(typed: Typed, path: string): Typed[] {
  const found = at(typed, path);
  if (found === undefined || typeof found === 'string') return [];
  const numbers = Object.keys(found).filter((name) => /^\d{1,4}$/.test(name));
  return numbers
    .sort((one, other) => Number(one) - Number(other))
    .map((number) => {
      const row = found[number];
      return typeof row === 'object' ? row : {};
    });
}

/** The values of boxes that share a name (`departments[]`), whether one was ticked or several. */
export function listAt(typed: Typed, path: string): string[] {
  const found = at(typed, path);
  if (found === undefined) return [];
  const values = typeof found === 'string' ? [found] : Object.values(found);
  return values.filter((value): value is string => typeof value === 'string' && value !== '');
}

/** The ids among them: what is no id was not ticked on a page of ours. */
export function idsAt(typed: Typed, path: string): string[] {
  return [...new Set(listAt(typed, path).filter(isId))];
}

/** The object at a path, empty where there is none: `namesIn(partAt(typed, 'on.type'))` are the ticked types. */
export function partAt(typed: Typed, path: string): Typed {
  const found = at(typed, path);
  return typeof found === 'object' ? found : {};
}

function at(typed: Typed, path: string): string | Typed | undefined {
  return valueAt(typed, path) as string | Typed | undefined;
}

/** What stands at a path of what was typed or saved, whatever it is. */
export function valueAt(values: object | undefined, path: string): unknown {
  let found: unknown = values;
  for (const name of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as Record<string, unknown>)[name];
  }
  return found;
}

/** `targets.resolution.amount` as the name of a field: `targets[resolution][amount]`. */
export function fieldName(path: string): string {
  const [first = '', ...rest] = path.split('.');
  return first + rest.map((part) => `[${part}]`).join('');
}
