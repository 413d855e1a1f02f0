import { createHash } from 'node:crypto';
import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  SetMetadata,
} from '@nestjs/common';
import type { Request, Response } from 'express';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { Database, sql } from '../database/index.js';
import { BadRequest, Conflict, Invalid } from './errors.js';
import { isApi } from './request.js';

const SAFE = ['GET', 'HEAD', 'OPTIONS'];
const LOCK_TIMED_OUT = '55P03';

const SHOWN_ONCE = 'huiyin:shown-once';

/** The answer of the method holds a secret that is stored nowhere, so that it cannot be repeated either. */
export const ShownOnce = () => SetMetadata(SHOWN_ONCE, true);

interface Kept {
  request: string;
  status: number;
  response: string | null;
}

interface Claim {
  caller: string;
  key: string;
  request: string;
}

/**
 * A program that repeats a write with the same `Idempotency-Key` gets the first answer, and nothing happens
 * twice. The key, the write and its answer are one transaction, so a failed write may be repeated.
 */
@Injectable()
export class IdempotentWrites implements NestInterceptor {
  constructor(private readonly database: Database) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<Request>();
    const key = request.get('idempotency-key');
    if (Reflect.getMetadata(SHOWN_ONCE, context.getHandler())) return next.handle();
    if (key === undefined || !isApi(request) || SAFE.includes(request.method) || !request.caller?.id)
      return next.handle();
    if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
      throw new BadRequest('idempotency_key');
    }
    const response = context.switchToHttp().getResponse<Response>();
    const claim = { caller: request.caller.id, key, request: fingerprint(request) };
    return from(this.database.transaction(() => this.once(claim, response, next)));
  }

  private async once(claim: Claim, response: Response, next: CallHandler): Promise<unknown> {
    if (!(await this.claim(claim))) return this.repeat(claim, response);
    const answer: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
    await this.keep(claim, response.statusCode, answer);
    return answer;
  }

  private async claim({ caller, key, request }: Claim): Promise<boolean> {
    try {
      await this.database.run(sql`set local lock_timeout = '5s'`);
      const claimed = await this.database.run(sql`
        insert into idempotency_key (member_id, key, request) values (${caller}, ${key}, ${request})
        on conflict do nothing`);
      await this.database.run(sql`set local lock_timeout = 0`);
      return claimed === 1;
    } catch (error) {
      if ((error as { code?: unknown }).code !== LOCK_TIMED_OUT) throw error;
      throw new Conflict('idempotency_in_progress');
    }
  }

  private async repeat({ caller, key, request }: Claim, response: Response): Promise<unknown> {
    const kept = await this.database.one<Kept>(sql`
      select request, status, response #>> '{}' as response from idempotency_key
       where member_id = ${caller} and key = ${key}`);
    if (kept.request !== request) {
      throw new Invalid('idempotency_mismatch');
    }
    response.status(kept.status).setHeader('idempotency-replayed', 'true');
    return kept.response === null ? undefined : (JSON.parse(kept.response) as unknown);
  }

  /** The answer is stored as a JSON string, because a JSON object would lose the order of its fields. */
  private async keep({ caller, key }: Claim, status: number, answer: unknown): Promise<void> {
    const text = answer === undefined ? null : JSON.stringify(answer);
    await this.database.run(sql`
      update idempotency_key set status = ${status}, response = to_jsonb(${text}::text)
       where member_id = ${caller} and key = ${key}`);
  }
}

function fingerprint(request: Request): string {
  const body = JSON.stringify(request.body ?? null);
  return createHash('sha256').update(`${request.method} ${request.originalUrl}\n${body}`).digest('base64url');
}
