import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { Limit } from '../database/index.js';
import { isApi, isAsset, isForMachines, isSandbox } from './request.js';

/** The pool has more connections than this, so many simultaneous writes leave some of them for callbacks. */
const WRITES_AT_ONCE = 5;
/** Checking a password costs a processor for a while, and nobody who works should wait for that. */
const LOGINS_AT_ONCE = 2;
/** However many strangers ask at once, a push has to wait for no more than these. */
const STRANGERS_AT_ONCE = 4;
/** A program that names any token is no stranger yet, but many of them must not crowd out people either. */
const PROGRAMS_AT_ONCE = 12;
/** The writes of programs, which may be wrong tokens by the hundred, take turns among themselves. */
const PROGRAMS_WRITES_AT_ONCE = 4;
/** A client that reads slowly does not hold up the others. */
const LONGEST_MS = 5_000;

/**
 * What matters less waits in a lane of its own, without holding a connection: strangers, log-ins, programs, and
 * the writes of members. Pushes of a channel come past all of them. Uploads and the sandbox may take long without using a connection,
 * and streams never end, so a member's reads and uploads wait nowhere.
 */
export function lanes(): RequestHandler {
  const writes = new Limit(WRITES_AT_ONCE);
  const logins = new Limit(LOGINS_AT_ONCE);
  const strangers = new Limit(STRANGERS_AT_ONCE);
  const programs = new Limit(PROGRAMS_AT_ONCE);
  const programsWrites = new Limit(PROGRAMS_WRITES_AT_ONCE);
  const laneOf = (request: Request): Limit | undefined => {
    if (isSandbox(request) || isAsset(request) || isForMachines(request)) return undefined;
    if (isStranger(request)) return isLogin(request) ? logins : strangers;
    if (isApi(request)) return isRead(request) ? programs : programsWrites;
    return isRead(request) || isMultipart(request) ? undefined : writes;
  };
  return (request, response, next) => {
    const lane = laneOf(request);
    if (lane) void lane.run(() => untilAnswered(response, next));
    else next();
  };
}

/** A program names its token. Whether it is a good one is found out later. */
function isStranger(request: Request): boolean {
  if (isApi(request)) return request.get('authorization') === undefined;
  return request.session?.subject === undefined;
}

function isLogin({ method, path }: Request): boolean {
  return method === 'POST' && /^\/(login|invitations)(\/|$)/.test(path);
}

function isRead({ method }: Request): boolean {
  return method === 'GET' || method === 'HEAD';
}

function isMultipart(request: Request): boolean {
  return /^multipart\//i.test(request.get('content-type') ?? '');
}

/** A client that hung up is not served, because a closed response never reports its end again. */
function untilAnswered(response: Response, serve: NextFunction): Promise<void> {
  if (response.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, LONGEST_MS);
    const over = () => {
      clearTimeout(timer);
      resolve();
    };
    response.once('finish', over).once('close', over);
    serve();
  });
}
