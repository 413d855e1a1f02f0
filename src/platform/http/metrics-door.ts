import { timingSafeEqual } from 'node:crypto';
import type { Request } from 'express';
import { hashed } from '../crypto/index.js';

const BEARER = /^Bearer +(\S{16,200})$/i;
const LOOPBACK = /^(::ffff:)?127\.|^::1$/;

/** The numbers say how much a shop works. They are for this machine, and for whoever brings METRICS_TOKEN. */
export function mayMeasure(request: Request, token: string | undefined): boolean {
  return asksFromHere(request) || (token !== undefined && brings(request, token));
}

/** A proxy on this machine asks from here too, but says for whom. */
function asksFromHere(request: Request): boolean {
  const forwarded = request.headers['x-forwarded-for'] ?? request.headers.forwarded;
  return forwarded === undefined && LOOPBACK.test(request.socket.remoteAddress ?? '');
}

function brings(request: Request, token: string): boolean {
  const given = BEARER.exec(request.get('authorization') ?? '')?.[1] ?? '';
  return timingSafeEqual(Buffer.from(hashed(given)), Buffer.from(hashed(token)));
}
