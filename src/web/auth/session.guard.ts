import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { LedTo, Unauthenticated } from '../../platform/http/index.js';
import { Authentication, SecondStep } from '../../staff/index.js';
import { admit } from './admission.js';

/** Stands on what is open to a login that has yet to set up the second factor that its role needs. */
export const OpenBeforeSetup = Reflector.createDecorator<true>();

const SETUP = '/profile/second-factor';

@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly authentication: Authentication,
    private readonly secondStep: SecondStep,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const subject = request.session?.subject;
    const member = subject && (await this.authentication.bySession(subject));
    if (!member) throw new Unauthenticated('unauthenticated');
    const { through } = request.session;
    if (!this.isOpen(context) && (await this.secondStep.bars(member, through)))
      throw new LedTo('second_factor_due', SETUP);
    return admit(context, this.reflector, member);
  }

  private isOpen(context: ExecutionContext): boolean {
    const places = [context.getHandler(), context.getClass()];
    return this.reflector.getAllAndOverride(OpenBeforeSetup, places) ?? false;
  }
}
