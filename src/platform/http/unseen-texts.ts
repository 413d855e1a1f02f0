import type { NextFunction, Request, Response } from 'express';
import { isUnseen } from '../reading/index.js';

/**
 * A field in which nobody sees anything counts as empty, so that every form and every service that asks for words
 * refuses it. Blanks alone are left to them. Bodies that are nested too deeply have been refused before.
 */
export function emptyUnseenTexts(request: Request, _response: Response, next: NextFunction): void {
  empty(request.body);
  next();
}

function empty(part: unknown): void {
  if (typeof part !== 'object' || part === null) return;
  for (const [name, value] of Object.entries(part)) {
    if (typeof value !== 'string') empty(value);
    else if (value.trim() !== '' && isUnseen(value)) (part as Record<string, unknown>)[name] = '';
  }
}
