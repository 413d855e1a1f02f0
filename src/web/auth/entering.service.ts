import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { startHalfway, startLogin } from '../../platform/http/index.js';
import { type Member, SecondStep, type Step } from '../../staff/index.js';

const PLACES: Record<Step, string> = { code: '/login/code', setup: '/login/second-factor' };

@Injectable()
export class Entering {
  constructor(private readonly secondStep: SecondStep) {}

  /** Starts the login of somebody whose password was right, or what comes before it. Returns the next page. */
  async enter(request: Request, member: Member, next: string): Promise<string> {
    const step = await this.secondStep.due(member);
    if (!step) {
      await startLogin(request, member.id);
      return next;
    }
    const proof = await this.secondStep.proofOf(member);
    await startHalfway(request, { subject: member.id, proof, next });
    return PLACES[step];
  }
}
