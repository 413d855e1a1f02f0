import type { Request, RequestHandler, Response } from 'express';
import { pinoHttp } from 'pino-http';
import type { JsonLogger } from './json-logger.js';
import { loggedPath } from './request.js';

/** Programs make these requests many times a minute. They would hide what people did. */
const ROUTINE = /^\/(assets|health|live|metrics|sandbox)(\/|$)/;

/** No line contains bodies, cookies, query strings, addresses or names. */
export function requestLog(logger: JsonLogger): RequestHandler {
  return pinoHttp<Request, Response>({
    logger: logger.pino,
    quietReqLogger: true,
    quietResLogger: true,
    customAttributeKeys: { reqId: 'requestId', responseTime: 'ms' },
    genReqId: (request) => request.id,
    customLogLevel: levelOf,
    customSuccessMessage: () => 'answered',
    customErrorMessage: () => 'failed',
    customSuccessObject: (request, response, value: { ms?: number }) => line(request, response, value),
    customErrorObject: (request, response, _error, value: { ms?: number }) => line(request, response, value),
  });
}

function levelOf(request: Request, response: Response): 'error' | 'debug' | 'info' {
  if (response.statusCode >= 500) return 'error';
  return ROUTINE.test(loggedPath(request)) ? 'debug' : 'info';
}

function line(request: Request, response: Response, { ms }: { ms?: number }): object {
  return { method: request.method, path: loggedPath(request), status: response.statusCode, ms };
}
