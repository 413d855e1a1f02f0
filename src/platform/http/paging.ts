import { isId } from '../text/index.js';
import { BadRequest } from './errors.js';

export interface Page<T> {
  data: T[];
  next: string | null;
}

/** `cursor` is the `next` of the previous page. `limit` is from 1 to 100. */
export interface PageRequest {
  cursor?: string;
  limit?: unknown;
}

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 100;

/** Throws for anything that is not a number from 1 to 100. */
export function limitOf(given: unknown): number {
  if (given === undefined || given === '') return DEFAULT_LIMIT;
  const limit = Number(given);
  if (Number.isInteger(limit) && limit >= 1 && limit <= MAX_LIMIT) return limit;
  throw new BadRequest('bad_limit');
}

/** A cursor carries the sort values of the last row. */
export function cursorOf(values: string[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

interface Shape {
  test(text: string): boolean;
}

/** Returns undefined for the first page. Throws if a value of the cursor does not have its shape. */
export function readCursor(cursor: string | undefined, ...shapes: Shape[]): string[] | undefined {
  if (cursor === undefined || cursor === '') return undefined;
  const values = parsed(cursor);
  if (values?.length === shapes.length && values.every((value, index) => shapes[index]!.test(value)))
    return values;
  throw new BadRequest('bad_cursor');
}

export const ID: Shape = { test: isId };
/** Accepts an instant in the one spelling that our cursors use, or `infinity`. */
export const INSTANT: Shape = { test: (text) => text === 'infinity' || isInstant(text) };

function isInstant(text: string): boolean {
  const at = /^[12]\d{3}-/.test(text) ? new Date(text) : new Date(NaN);
  return !Number.isNaN(at.getTime()) && at.toISOString() === text;
}

/** The caller reads one row more than asked for, which tells whether there is a next page. */
export function pageOf<T>(rows: T[], limit: number, key: (row: T) => string[]): Page<T> {
  const data = rows.slice(0, limit);
  const last = data.at(-1);
  return { data, next: rows.length > limit && last ? cursorOf(key(last)) : null };
}

function parsed(cursor: string): string[] | undefined {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(values) && values.every((value) => typeof value === 'string') ? values : undefined;
  } catch {
    return undefined;
  }
}
