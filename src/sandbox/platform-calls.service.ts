import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database/index.js';
import { AccessTokens } from './access-tokens.service.js';
import { Conditions, LostAnswer } from './conditions.service.js';
import { Quotas } from './quotas.service.js';
import { WechatRefusal } from './wechat-refusal.js';
import { WireLog } from './wire/wire-log.service.js';
import { isRecord } from './wire/wire-xml.js';

export type Json = Record<string, unknown>;

export interface PlatformCall {
  api: string;
  token: string | undefined;
  /** This is the JSON text as it was sent. A GET has none. */
  body?: string;
}

/** All API calls share the check of the token, one transaction, and a log line for every answer. */
@Injectable()
export class PlatformCalls {
  constructor(
    private readonly database: Database,
    private readonly tokens: AccessTokens,
    private readonly conditions: Conditions,
    private readonly quotas: Quotas,
    private readonly wireLog: WireLog,
  ) {}

  async answer<T extends object>(
    call: PlatformCall,
    work: (appId: string, request: Json) => Promise<T>,
  ): Promise<{ errcode: 0; errmsg: 'ok' } & T> {
    const ok = { errcode: 0, errmsg: 'ok' } as const;
    try {
      const appId = await this.tokens.appOf(call.token);
      const request = call.body === undefined ? {} : readJson(call.body);
      const condition = await this.conditions.of(appId);
      await this.conditions.endure(condition);
      await this.quotas.spend(appId, call.api);
      const result = await this.database.transaction(() => work(appId, request));
      const lost = condition === 'lost';
      if (isSend(call.api))
        await this.wireLog.answered(receiverOf(call.body), { api: call.api, ...ok, lost });
      if (lost) throw new LostAnswer();
      return { ...ok, ...result };
    } catch (error) {
      if (error instanceof WechatRefusal && isSend(call.api)) {
        await this.wireLog.answered(receiverOf(call.body), { api: call.api, ...error.body });
      }
      throw error;
    }
  }
}

function isSend(api: string): boolean {
  return api.startsWith('message/');
}

/** Returns '' if the field is missing or not a text. */
export function text(request: Json, field: string): string {
  const value = request[field];
  return typeof value === 'string' ? value : '';
}

export function object(request: Json, field: string): Json {
  const value = request[field];
  return isRecord(value) ? value : {};
}

export function readJson(body: string): Json {
  const parsed = parsedOrNothing(body);
  if (!isRecord(parsed)) throw new WechatRefusal(47001);
  return parsed;
}

function receiverOf(body = ''): string | null {
  const parsed = parsedOrNothing(body);
  return isRecord(parsed) ? text(parsed, 'touser') || null : null;
}

function parsedOrNothing(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
