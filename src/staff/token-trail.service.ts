import { Injectable } from '@nestjs/common';
import { Audit } from '../platform/audit/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { networkOf } from '../platform/http/index.js';
import type { Member } from './member.js';

/** A process asks again after this time whether a use is the first of its day. */
const KNOWN_MS = 3_600_000;
const MOST_KNOWN = 10_000;

/** The first use of a token on a day from a place stands on the list of who did what. */
@Injectable()
export class TokenTrail {
  private readonly known = new Map<string, number>();

  constructor(
    private readonly database: Database,
    private readonly audit: Audit,
    private readonly clock: Clock,
  ) {}

  async used(tokenId: string, by: Member, address: string): Promise<void> {
    const network = networkOf(address);
    const use = `${tokenId} ${network}`;
    const now = performance.now();
    if (now - (this.known.get(use) ?? -Infinity) < KNOWN_MS) return;
    await this.database.transaction(() => this.keep(tokenId, by, network));
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    this.known.set(use, now);
  }

  private async keep(tokenId: string, by: Member, network: string): Promise<void> {
    const today = sql`(clock_timestamp() at time zone ${this.clock.zone})::date`;
    const isFirst = await this.database.run(sql`
      insert into api_token_use (token_id, day, network) values (${tokenId}, ${today}, ${network})
      on conflict do nothing`);
    if (!isFirst) return;
    await this.database.run(sql`delete from api_token_use where token_id = ${tokenId} and day < ${today}`);
    await this.audit.record({ action: 'token.used', subject: { type: 'api_token', id: tokenId }, by });
  }
}
