import type { NextFunction, Request, Response } from 'express';
import { isOwnMachine } from '../config/index.js';
import { Misdirected } from './errors.js';

/**
 * A demonstration has published passwords, so it answers nobody who reaches it by another name than one of this
 * machine: no tunnel, no proxy, and no site that has its own name lead here.
 */
export function onlyOnOwnMachine(request: Request, _response: Response, next: NextFunction): void {
  const forwarded = (request.get('x-forwarded-host') ?? '').split(',').filter((host) => host.trim() !== '');
  const named = [request.get('host') ?? '', ...forwarded];
  next(named.every((host) => isOwnMachine(nameIn(host))) ? undefined : new Misdirected('foreign_host'));
}

/** Leaves out the port of a `Host` header. */
function nameIn(host: string): string {
  return host.trim().replace(/:\d*$/, '');
}
