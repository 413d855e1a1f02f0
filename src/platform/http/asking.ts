import { AsyncLocalStorage } from 'node:async_hooks';
import type { NextFunction, Request, Response } from 'express';

const asked = new AsyncLocalStorage<Request>();

/** Lets everything that a request leads to find out who asks, and from where. */
export function rememberRequest(request: Request, _response: Response, next: NextFunction): void {
  asked.run(request, next);
}

/** The request that is being answered; undefined in jobs, sweeps and commands. */
export function currentRequest(): Request | undefined {
  return asked.getStore();
}
