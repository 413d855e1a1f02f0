import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { RateLimits } from '../../platform/http/index.js';

/** Whoever has the link may look, search engines and caches may not; and links are not to be guessed. */
@Injectable()
export class TrackingGuard implements CanActivate {
  constructor(private readonly limits: RateLimits) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    http.getResponse<Response>().set({
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex, nofollow, noarchive',
      'referrer-policy': 'no-referrer',
    });
    await this.limits.consume('tracking', http.getRequest<Request>().ip ?? '');
    return true;
  }
}
