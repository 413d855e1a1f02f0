import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { RateLimits } from '../../platform/http/index.js';

/** Invitation links must not be guessed, so the number of tries from one address is limited. */
@Injectable()
export class InvitationLimit implements CanActivate {
  constructor(private readonly limits: RateLimits) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { ip } = context.switchToHttp().getRequest<Request>();
    await this.limits.consume('invitation', ip ?? '');
    return true;
  }
}
