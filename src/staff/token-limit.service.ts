import { Injectable } from '@nestjs/common';
import { SingleFlight } from '../platform/database/index.js';
import { RateLimits, TooMany } from '../platform/http/index.js';

/** So many requests may still be answered until this moment of the process. Without any, none is until then. */
interface Share {
  left: number;
  until: number;
  refused: boolean;
}

const MINUTE_S = 60;
/** A process takes this part of a minute's requests at a time, so that few requests cost a write. */
const PARTS = 30;
const MOST_SHARES = 10_000;

/** Of each minute, a token has so many requests, in all processes together. */
@Injectable()
export class TokenLimit {
  private readonly shares = new Map<string, Share>();
  private readonly taking = new SingleFlight<void>();

  constructor(private readonly limits: RateLimits) {}

  /** Throws `TooMany` with the time until there are requests again. */
  async spend(token: { id: string; perMinute: number }): Promise<void> {
    for (;;) {
      const share = this.shares.get(token.id);
      const rest = (share?.until ?? 0) - performance.now();
      if (share && rest > 0) {
        if (share.refused) throw TooMany.retryIn(rest);
        if (share.left > 0) {
          share.left -= 1;
          return;
        }
      }
      await this.taking.run(token.id, () => this.take(token));
    }
  }

  private async take({ id, perMinute }: { id: string; perMinute: number }): Promise<void> {
    const count = Math.max(1, Math.floor(perMinute / PARTS));
    const limit = { points: perMinute, seconds: MINUTE_S };
    const { granted, msLeft } = await this.limits.takeSome(`api-token-${perMinute}`, limit, id, count);
    if (this.shares.size >= MOST_SHARES) this.shares.clear();
    this.shares.set(id, { left: count, until: performance.now() + msLeft, refused: !granted });
  }
}
