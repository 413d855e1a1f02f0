import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { LedTo, Unauthenticated } from '../../platform/http/index.js';
import { SecondStep } from '../../staff/index.js';
import { admit } from './admission.js';

/** Stands on what is open to a login that has yet to set up the second factor that its role needs. */
export const OpenBeforeSetup = Reflector.createDecorator<true>();

const SETUP = '/profile/second-factor';

@Injectable()
export class SessionGuard implements CanActivate {
  constructor(
    private readonly secondStep: SecondStep,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const { subject, through } = request.session ?? {};
    const held = subject && (await this.secondStep.heldBy(subject, through));
    if (!held) throw new Unauthenticated('unauthenticated');
    if (held.barred && !this.isOpen(context)) throw new LedTo('second_factor_due', SETUP);
    return admit(context, this.reflector, held.member);
  }

  private isOpen(context: ExecutionContext): boolean {
    const places = [context.getHandler(), context.getClass()];
    return this.reflector.getAllAndOverride(OpenBeforeSetup, places) ?? false;
  }
}
