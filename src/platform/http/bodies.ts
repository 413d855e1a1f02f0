import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, Response } from 'express';
import { BadRequest, UnsupportedMediaType } from './errors.js';
import { isApi, isCallback, isForm, isSandbox, isTracking, isUpload } from './request.js';
import { refuseUnreadableText } from './unreadable-text.js';
import { emptyUnseenTexts } from './unseen-texts.js';

const LIMIT = '256kb';
const UTF8 = new TextDecoder('utf-8', { fatal: true });

export function readBodies(app: NestExpressApplication): void {
  const type = (wanted: RegExp) => (given: unknown) => {
    const request = given as Request;
    return !isCallback(request) && !isSandbox(request) && wanted.test(request.get('content-type') ?? '');
  };
  app.use(refuseOtherThanJson);
  const json = {
    limit: LIMIT,
    type: type(/^application\/json\b/i),
    verify: verifying((body) => UTF8.decode(body)),
  };
  const forms = {
    limit: LIMIT,
    type: type(/^application\/x-www-form-urlencoded\b/i),
    extended: true,
    verify: verifying((body) => decodeURIComponent(UTF8.decode(body))),
  };
  app.useBodyParser('json', json);
  app.useBodyParser('urlencoded', forms);
  app.use(refuseUnreadableText, emptyUnseenTexts, refuseUnreadForm);
}

function hasBody(request: Request): boolean {
  return request.headers['transfer-encoding'] !== undefined || Number(request.get('content-length') ?? 0) > 0;
}

function refuseOtherThanJson(request: Request, _response: Response, next: NextFunction): void {
  const isJson = /^application\/json\b/i.test(request.get('content-type') ?? '');
  if (isApi(request) && hasBody(request) && !isJson) next(new UnsupportedMediaType());
  else next();
}

/** Without this check the body readers would silently replace characters that they cannot decode. */
function verifying(decode: (body: Buffer) => string) {
  return (_request: unknown, _response: unknown, body: Buffer): void => {
    try {
      decode(body);
    } catch {
      throw new BadRequest('unreadable_text');
    }
  };
}

/**
 * Every form of ours has at least one field, its token. A form without fields was cut off or sent with
 * another type, and every checkbox would count as unticked. Only a tracking page has forms without fields.
 */
function refuseUnreadForm(request: Request, _response: Response, next: NextFunction): void {
  const isPage = !isApi(request) && !isCallback(request) && !isSandbox(request);
  const sends = !['GET', 'HEAD', 'OPTIONS'].includes(request.method);
  if (!isPage || !sends || isUpload(request) || isRead(request)) next();
  else next(new BadRequest('unreadable_form'));
}

function isRead(request: Request): boolean {
  const isFilled = isForm(request) && Object.keys((request.body ?? {}) as object).length > 0;
  return isFilled || (isTracking(request) && !hasBody(request));
}
