import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { RateLimits } from '../../platform/http/index.js';

/** Links to join are not to be guessed: before one is looked up, its address has a try left. */
@Injectable()
export class InvitationLimit implements CanActivate {
  constructor(private readonly limits: RateLimits) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { ip } = context.switchToHttp().getRequest<Request>();
    await this.limits.consume('invitation', ip ?? '');
    return true;
  }
}
