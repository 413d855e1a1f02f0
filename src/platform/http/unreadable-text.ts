import type { NextFunction, Request, Response } from 'express';
import { BadRequest } from './errors.js';

/** PostgreSQL cannot store U+0000 and unpaired surrogates. */
const UNSTORABLE = /[\0\p{Surrogate}]/gu;

/** Code that reads a deeply nested body recursively would exhaust the stack. */
const DEEPEST = 50;

export function refuseUnreadableText(request: Request, _response: Response, next: NextFunction): void {
  next(faultOf(request.body));
}

function faultOf(body: unknown): BadRequest | undefined {
  const open: Part[] = [{ name: '', value: body, depth: 0 }];
  for (let part = open.pop(); part; part = open.pop()) {
    const { name, value, depth } = part;
    if (depth > DEEPEST) return new BadRequest('too_deep');
    if (isUnreadable(value)) return unreadable(name);
    for (const [key, inner] of partsOf(value)) {
      const within = `${name && `${name}.`}${key.replace(UNSTORABLE, '\uFFFD')}`;
      if (isUnreadable(key)) return unreadable(within);
      open.push({ name: within, value: inner, depth: depth + 1 });
    }
  }
  return undefined;
}

interface Part {
  name: string;
  value: unknown;
  depth: number;
}

function partsOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}

function isUnreadable(value: unknown): boolean {
  return typeof value === 'string' && value.search(UNSTORABLE) >= 0;
}

function unreadable(field: string): BadRequest {
  return new BadRequest('unreadable_text', { fields: { [field]: 'unreadable_text' } });
}
