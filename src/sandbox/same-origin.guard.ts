import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Forbidden } from '../platform/http/index.js';

/** Nobody signs in to the phone, so other sites are kept out by what browsers say about who asks. */
@Injectable()
export class SameOrigin implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<Request>();
    const from = request.get('sec-fetch-site') ?? 'none';
    if (request.method !== 'GET' && from !== 'same-origin' && from !== 'none') {
      throw new Forbidden('other_site', 'Another site may not use the phone');
    }
    return true;
  }
}
