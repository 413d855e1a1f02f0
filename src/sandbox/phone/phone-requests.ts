import { isId } from '../../platform/text/index.js';
import { BadRequest, Invalid } from '../../platform/http/index.js';
import { isRecord } from '../wire/wire-xml.js';

export function textFrom(body: unknown, field: string): string {
  const value = valueFrom(body, field);
  if (typeof value !== 'string') throw Invalid.field(field, 'invalid');
  return value;
}

export function truthFrom(body: unknown, field: string): boolean {
  const value = valueFrom(body, field);
  if (typeof value !== 'boolean') throw Invalid.field(field, 'invalid');
  return value;
}

export function numberFrom(body: unknown, field: string, most: number): number {
  const value = valueFrom(body, field);
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > most) {
    throw Invalid.field(field, `out_of_range:${most}`);
  }
  return value;
}

const FIRST = '0';

export function idFrom(given = FIRST): string {
  if (given !== FIRST && !isId(given)) throw new BadRequest('bad_id');
  return given;
}

function valueFrom(body: unknown, field: string): unknown {
  const parsed = typeof body === 'string' ? parsedFrom(body) : body;
  return isRecord(parsed) ? parsed[field] : undefined;
}

function parsedFrom(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) throw new BadRequest('bad_json');
    throw error;
  }
}
