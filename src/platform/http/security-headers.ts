import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** The hashes (`sha256-…`) of what may stand inline. */
export interface InlineHashes {
  /** The hash of the style that Turbo puts into the page. */
  turboStyleHash?: string;
}

/**
 * Allows nothing from other sites, and nothing inline except what has a known hash. HSTS is sent only where the public
 * address is https.
 */
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
