import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { Unauthenticated } from '../../platform/http/index.js';
import { Authentication, TokenLimit, TokenTrail, type UsedToken } from '../../staff/index.js';
import { admit } from './admission.js';
import { requireScope } from './token-scope.js';

declare module 'express-serve-static-core' {
  interface Request {
    token?: UsedToken;
  }
}

const BEARER = /^Bearer +([A-Za-z0-9_-]{20,100})$/i;

/** Returns the token that the request brings, if it has the shape of one. */
export function bearerOf(request: Request): string | undefined {
  return BEARER.exec(request.get('authorization') ?? '')?.[1];
}

/** Only a token lets the caller in, and only within its scopes. The cookie of a login counts for nothing here. */
@Injectable()
export class TokenGuard implements CanActivate {
  constructor(
    private readonly authentication: Authentication,
    private readonly limit: TokenLimit,
    private readonly trail: TokenTrail,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const secret = bearerOf(request);
    const used = secret && (await this.authentication.byToken(secret));
    if (!used) throw new Unauthenticated('unauthenticated');
    const { member, token } = used;
    await this.limit.spend(token);
    await this.trail.used(token.id, member, request.ip ?? '');
    request.token = token;
    const admitted = admit(context, this.reflector, member);
    requireScope(context, this.reflector, token.scopes);
    return admitted;
  }
}

/** The token that the caller brought: `@CurrentToken() token: UsedToken`. */
export const CurrentToken = createParamDecorator((_data: unknown, context: ExecutionContext): UsedToken => {
  const { token } = context.switchToHttp().getRequest<Request>();
  if (!token) throw new Error('@CurrentToken() stands behind TokenGuard');
  return token;
});
