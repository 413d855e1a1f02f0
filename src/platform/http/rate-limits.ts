import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { DataSource } from 'typeorm';
import { BackOff, type Limit } from './back-off.js';
import { TooMany } from './errors.js';
import { networkOf } from './network.js';
import { poolOf } from './pool.js';

/**
 * Public pages are limited by address. Callbacks are never limited, because the provider would stop calling
 * us.
 */
const LIMITS = {
  login: { points: 60, seconds: 600 },
  tracking: { points: 120, seconds: 60 },
  invitation: { points: 30, seconds: 60 },
} satisfies Record<string, Limit>;

@Injectable()
export class RateLimits {
  private readonly limiters = new Map<string, RateLimiterPostgres>();

  constructor(private readonly source: DataSource) {}

  /** Throws `TooMany` beyond the limit. Every address of one network counts as the same place. */
  async consume(name: keyof typeof LIMITS, address: string): Promise<void> {
    await this.take(name, LIMITS[name], networkOf(address));
  }

  /** Makes undone that the place consumed one, because it was in order. */
  async giveBack(name: keyof typeof LIMITS, address: string): Promise<void> {
    const { points, seconds } = LIMITS[name];
    await this.limiter(name, points).reward(hashed(networkOf(address)), 1, { customDuration: seconds });
  }

  backOff(name: string, free?: number): BackOff {
    return new BackOff(name, this, free);
  }

  /** Returns the count so far. Throws `TooMany` beyond the limit. */
  async take(name: string, limit: Limit, who: string): Promise<number> {
    try {
      const taken = await this.limiter(name, limit.points).consume(hashed(who), 1, {
        customDuration: limit.seconds,
      });
      return taken.consumedPoints;
    } catch (refused) {
      if (refused instanceof RateLimiterRes) throw TooMany.retryIn(refused.msBeforeNext);
      throw refused;
    }
  }

  /**
   * Takes several at once for a caller that gives them out itself. Where they are too many, `granted` is false. After
   * `msLeft` the count begins anew.
   */
  async takeSome(
    name: string,
    limit: Limit,
    who: string,
    count: number,
  ): Promise<{ granted: boolean; msLeft: number }> {
    const options = { customDuration: limit.seconds };
    try {
      const taken = await this.limiter(name, limit.points).consume(hashed(who), count, options);
      return { granted: true, msLeft: taken.msBeforeNext };
    } catch (refused) {
      if (refused instanceof RateLimiterRes) return { granted: false, msLeft: refused.msBeforeNext };
      throw refused;
    }
  }

  async taken(name: string, points: number, who: string): Promise<number> {
    return (await this.limiter(name, points).get(hashed(who)))?.consumedPoints ?? 0;
  }

  async forget(name: string, points: number, who: string): Promise<void> {
    await this.limiter(name, points).delete(hashed(who));
  }

  private limiter(name: string, points: number): RateLimiterPostgres {
    const existing = this.limiters.get(name);
    if (existing) return existing;
    const limiter = new RateLimiterPostgres({
      storeClient: poolOf(this.source),
      storeType: 'pool',
      tableName: 'rate_limit',
      tableCreated: true,
      clearExpiredByTimeout: false,
      keyPrefix: name,
      points,
      duration: 1,
    });
    this.limiters.set(name, limiter);
    return limiter;
  }
}

/** Addresses and accounts are never stored in clear text. */
function hashed(who: string): string {
  return createHash('sha256').update(who).digest('base64url');
}
