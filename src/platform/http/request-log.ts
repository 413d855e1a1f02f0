import type { Request, RequestHandler, Response } from 'express';
import { pinoHttp } from 'pino-http';
import type { JsonLogger } from './json-logger.js';
import { isAsset, isForMachines, isSandbox, loggedPath } from './request.js';

/** One line per request: no bodies, cookies, query strings, addresses or names. */
export function requestLog(logger: JsonLogger): RequestHandler {
  return pinoHttp<Request, Response>({
    logger: logger.pino,
    quietReqLogger: true,
    quietResLogger: true,
    customAttributeKeys: { reqId: 'requestId', responseTime: 'ms' },
    genReqId: (request) => request.id,
    customLogLevel: (request, response) =>
      response.statusCode >= 500 ? 'error' : isRoutine(request) ? 'debug' : 'info',
    customSuccessMessage: () => 'answered',
    customErrorMessage: () => 'failed',
    customSuccessObject: (request, response, value: { ms?: number }) => line(request, response, value),
    customErrorObject: (request, response, _error, value: { ms?: number }) => line(request, response, value),
  });
}

/** What comes many times a minute by itself, and would bury what people did. */
function isRoutine(request: Request): boolean {
  return isForMachines(request) || isAsset(request) || isSandbox(request);
}

function line(request: Request, response: Response, { ms }: { ms?: number }): object {
  return { method: request.method, path: loggedPath(request), status: response.statusCode, ms };
}
