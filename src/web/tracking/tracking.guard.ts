import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { RateLimits } from '../../platform/http/index.js';

/**
 * Everybody who has the link may look. Search engines and caches may not keep the page, and links must not be guessed.
 */
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
