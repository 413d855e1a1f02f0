import { type CanActivate, createParamDecorator, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { Conflict, halfwayOf, handedOut, Unauthenticated } from '../../platform/http/index.js';
import { type Member, SecondStep, type Step } from '../../staff/index.js';

/** Somebody whose password was right, and who has no rights yet. */
export interface Entrant {
  member: Member;
  next: string;
}

declare module 'express-serve-static-core' {
  interface Request {
    entrant?: Entrant;
  }
}

/** Whoever has a second factor has to show it and never gets to set up another one instead. */
export const AtStep = Reflector.createDecorator<Step>();

export function entrantOf(request: Request): Entrant {
  if (!request.entrant) throw new Error('An entrant stands behind HalfwayGuard');
  return request.entrant;
}

export const CurrentEntrant = createParamDecorator((_data: unknown, context: ExecutionContext): Entrant => {
  return entrantOf(context.switchToHttp().getRequest<Request>());
});

@Injectable()
export class HalfwayGuard implements CanActivate {
  constructor(
    private readonly secondStep: SecondStep,
    private readonly reflector: Reflector,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const step = this.reflector.getAllAndOverride(AtStep, [context.getHandler(), context.getClass()]);
    const halfway = halfwayOf(request);
    const member = halfway && (await this.secondStep.memberOf(halfway.subject, halfway.proof));
    const due = member && (await this.secondStep.due(member));
    // Another tab of this browser, or a second press of the button, was faster.
    if (step === 'setup' && due === 'code' && handedOut(request)) throw new Conflict('second_factor_set');
    if (!member || due !== step) throw new Unauthenticated('unauthenticated');
    request.entrant = { member, next: halfway.next };
    return true;
  }
}
