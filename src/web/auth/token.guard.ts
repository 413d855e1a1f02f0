import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { Unauthenticated } from '../../platform/http/index.js';
import { Authentication } from '../../staff/index.js';
import { admit } from './admission.js';

const BEARER = /^Bearer +([A-Za-z0-9_-]{20,100})$/i;

/** Returns the token that the request brings, if it has the shape of one. */
export function bearerOf(request: Request): string | undefined {
  return BEARER.exec(request.get('authorization') ?? '')?.[1];
}

/** Only a token lets the caller in. The cookie of a login counts for nothing here. */
@Injectable()
export class TokenGuard implements CanActivate {
  constructor(
    private readonly authentication: Authentication,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const token = bearerOf(request);
    const member = token && (await this.authentication.byToken(token));
    if (!member) throw new Unauthenticated('unauthenticated');
    return admit(context, this.reflector, member);
  }
}
