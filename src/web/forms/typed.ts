import { BadRequestException } from '@nestjs/common';
import { isId } from '../../platform/text/index.js';

/** Forms send texts and objects of texts. Lists are objects whose names are numbers. */
export interface Typed {
  [name: string]: string | Typed;
}

/** `Texts<'note' | 'until'>` has one text for each name, and '' for a field that was not sent. */
export type Texts<Name extends string> = Record<Name, string>;

const LONGEST = 20_000;
const DEEPEST = 6;

/**
 * Nothing about a body is trusted. Anything that is not a text or an object is left out, and texts are shortened and
 * trimmed.
 */
export function readTyped(body: unknown, depth = 0): Typed {
  if (typeof body !== 'object' || body === null || depth > DEEPEST) return {};
  const entries = Object.entries(body).flatMap(([name, value]): [string, string | Typed][] => {
    if (name === '_csrf' || name === '__proto__') return [];
    if (typeof value === 'string') return [[name, value.slice(0, LONGEST).replaceAll('\0', '').trim()]];
    return typeof value === 'object' && value !== null ? [[name, readTyped(value, depth + 1)]] : [];
  });
  return Object.fromEntries(entries);
}

/**
 * Returns '' if nothing was sent for a path such as `targets.resolution.amount`. None of our forms sends a field twice
 * or with parts, so the whole request is then refused.
 */
export function textAt(typed: Typed, path: string): string {
  const found = at(typed, path) ?? '';
  if (typeof found !== 'string') throw new BadRequestException(`${path} must be one text.`);
  return found;
}

export function textsAt<Name extends string>(typed: Typed, ...names: Name[]): Texts<Name> {
  return Object.fromEntries(names.map((name) => [name, textAt(typed, name)])) as Texts<Name>;
}

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

/** Returns the values of boxes that share a name (`departments[]`), whether one was ticked or several. */
export function listAt(typed: Typed, path: string): string[] {
  const found = at(typed, path);
  if (found === undefined) return [];
  const values = typeof found === 'string' ? [found] : Object.values(found);
  return values.filter((value): value is string => typeof value === 'string' && value !== '');
}

/** Values that are not ids are left out, because no page of ours offers them. */
export function idsAt(typed: Typed, path: string): string[] {
  return [...new Set(listAt(typed, path).filter(isId))];
}

/** Returns an empty object if nothing was sent: `namesIn(partAt(typed, 'on.type'))` are the ticked types. */
export function partAt(typed: Typed, path: string): Typed {
  const found = at(typed, path);
  return typeof found === 'object' ? found : {};
}

function at(typed: Typed, path: string): string | Typed | undefined {
  return valueAt(typed, path) as string | Typed | undefined;
}

export function valueAt(values: object | undefined, path: string): unknown {
  let found: unknown = values;
  for (const name of path.split('.')) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as Record<string, unknown>)[name];
  }
  return found;
}

/** Turns the path `targets.resolution.amount` into the field name `targets[resolution][amount]`. */
export function fieldName(path: string): string {
  const [first = '', ...rest] = path.split('.');
  return first + rest.map((part) => `[${part}]`).join('');
}
