import type { NestExpressApplication } from '@nestjs/platform-express';
import compression from 'compression';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import { DataSource } from 'typeorm';
import { Config, secretKeys } from '../config/index.js';
import { derive } from '../crypto/index.js';
import { Database } from '../database/index.js';
import { rememberRequest } from './asking.js';
import { readBodies } from './bodies.js';
import { Connections, isStream } from './connections.js';
import { csrfProtection } from './csrf.js';
import { JsonLogger } from './json-logger.js';
import { lanes } from './lanes.js';
import { Metrics } from './metrics.js';
import { onlyOnOwnMachine } from './own-machine.js';
import { Refusals } from './refusals.js';
import { isApi, isAsset, isCallback, isDescription, isForMachines, isWire } from './request.js';
import { requestId } from './request-id.js';
import { requestLog } from './request-log.js';
import { type InlineHashes, securityHeaders } from './security-headers.js';
import { sessions } from './sessions/sessions.js';
import { validationPipe } from './validation.js';

/** The application must be created with `bodyParser: false`. */
export function configureHttp(app: NestExpressApplication, inline: InlineHashes = {}): void {
  const config = app.get(Config);
  const logger = app.get(JsonLogger);
  const https = config.publicUrl.startsWith('https:');
  const secrets = secretKeys(config).map((key) => derive(key, 'session').toString('base64url'));
  app.disable('x-powered-by');
  app.set('trust proxy', config.trustProxy);
  app.use(requestId, app.get(Connections).track, requestLog(logger), timed(app.get(Metrics)));
  app.use(securityHeaders(https, inline), keptNowhere);
  if (config.demo) app.use(onlyOnOwnMachine);
  readBodies(app);
  if (https) app.use(arrivesByHttps);
  const forPeople = [
    compression({
      filter: (request, response) => !isStream(response) && compression.filter(request, response),
    }),
    ...sessions({ source: app.get(DataSource), secrets, https, logger }).map(withCookies),
    ...csrfProtection(secrets, https),
  ];
  app.use([...forPeople, lanes()].map(exceptForCallbacks));
  app.use(rememberRequest, app.get(Refusals).watch, asksTogether(app.get(Database)));
  app.useGlobalPipes(validationPipe());
}

/**
 * Callbacks come by the hundred per second and prove their sender themselves. They need nothing that is meant
 * for browsers.
 */
function exceptForCallbacks(handler: RequestHandler): RequestHandler {
  return (request, response, next) => {
    if (isCallback(request)) next();
    else void handler(request, response, next);
  };
}

/**
 * What is answered stays in no cache of a browser or a proxy, unless whoever answers says otherwise. Assets are the
 * same for everybody.
 */
function keptNowhere(request: Request, response: Response, next: NextFunction): void {
  if (!isAsset(request)) response.setHeader('cache-control', 'no-store');
  next();
}

/** Programs prove who they are without a session, and assets need none. */
function withCookies(session: RequestHandler): RequestHandler {
  return (request, response, next) => {
    const isProgram = isApi(request) && !isDescription(request);
    if (isAsset(request) || isProgram || isWire(request) || isForMachines(request)) next();
    else void session(request, response, next);
  };
}

/** PUBLIC_URL says that the address is https. The session must not depend on whether a proxy says so too. */
function arrivesByHttps(request: Request, _response: Response, next: NextFunction): void {
  request.headers['x-forwarded-proto'] = 'https';
  next();
}

function asksTogether(database: Database): RequestHandler {
  return (_request, _response, next) => database.together(next);
}

function timed(metrics: Metrics): RequestHandler {
  const seconds = metrics.histogram('huiyin_http_request_seconds', 'Time to answer a request', [
    'method',
    'route',
    'status',
  ]);
  return (request, response, next) => {
    const stop = seconds.startTimer();
    response.once('finish', () => {
      const route = (request.route as { path?: string } | undefined)?.path ?? 'none';
      stop({ method: request.method, route, status: response.statusCode });
    });
    next();
  };
}
