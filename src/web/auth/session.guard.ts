import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { Unauthenticated } from '../../platform/http/index.js';
import { Authentication } from '../../staff/index.js';
import { admit } from './admission.js';

@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly authentication: Authentication,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const subject = request.session?.subject;
    const member = subject && (await this.authentication.bySession(subject));
    if (!member) throw new Unauthenticated('unauthenticated');
    return admit(context, this.reflector, member);
  }
}
