import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** A style or script inside the page is allowed only with such a hash (`sha256-…`). */
export interface InlineHashes {
  turboStyleHash?: string;
}

/** Pages may load nothing from other sites. HSTS is sent only if the public address is https. */
export function securityHeaders(https: boolean, { turboStyleHash }: InlineHashes): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", ...(turboStyleHash ? [`'${turboStyleHash}'`] : [])],
        imgSrc: ["'self'", 'data:', 'blob:'],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: https ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'same-origin' },
  });
}
