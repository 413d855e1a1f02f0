import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { hashed, newToken } from '../platform/crypto/index.js';
import { Database, empty, type Sql, sql } from '../platform/database/index.js';
import { type Actor, Events } from '../platform/events/index.js';
import {
  ID,
  Invalid,
  limitOf,
  NotFound,
  type Page,
  pageOf,
  type PageRequest,
  readCursor,
} from '../platform/http/index.js';
import { nameOf } from './account.js';
import { type Scope, SCOPES } from './scope.js';

export interface ApiToken {
  id: string;
  name: string;
  scopes: Scope[];
  createdAt: Date;
  lastUsedAt: Date | null;
  /** Real time, as for logins. Null means that the token does not end by itself. */
  expiresAt: Date | null;
  isExpired: boolean;
}

/** What is left out is the most: every scope, and no end. */
export interface TokenBounds {
  scopes: readonly Scope[];
  days: number | null;
  /** The token ends no later than this one. */
  endsWith: Date | null;
  perMinute: number;
}

export interface NewToken {
  id: string;
  /** The secret itself. */
  token: string;
  scopes: Scope[];
  expiresAt: Date | null;
}

const LONGEST_DAYS = 3_650;
const PER_MINUTE = { usual: 600, most: 100_000 };

/** A token may do what its member may, within its scopes. It is shown once, and only its hash is stored. */
@Injectable()
export class ApiTokens {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Throws `NotFound` for a member who is disabled or does not exist, and `Invalid` for a wrong field. */
  async create(
    memberId: string,
    name: string,
    by: Actor,
    bounds: Partial<TokenBounds> = {},
  ): Promise<NewToken> {
    const { scopes = SCOPES, days = null, endsWith = null, perMinute = PER_MINUTE.usual } = bounds;
    Invalid.check([
      [days !== null && !isWithin(days, LONGEST_DAYS), 'days', `out_of_range:${LONGEST_DAYS}`],
      [!isWithin(perMinute, PER_MINUTE.most), 'perMinute', `out_of_range:${PER_MINUTE.most}`],
    ]);
    const token = newToken();
    return this.database.transaction(async () => {
      const made = await this.database.maybe<Omit<NewToken, 'token'>>(sql`
        insert into api_token (member_id, name, token_hash, created_at, scopes, per_minute, expires_at)
        select id, ${nameOf(name)}, ${hashed(token)}, ${this.clock.now()}, ${SCOPES.filter((scope) => scopes.includes(scope))}, ${perMinute},
               least(clock_timestamp() + make_interval(days => ${days}::integer), ${endsWith}::timestamptz)
          from member where id = ${memberId} and state = 'active' returning id, scopes, expires_at`);
      if (!made) throw new NotFound('member_not_found');
      const facts = {
        tokenId: made.id,
        scopes: made.scopes,
        expiresAt: made.expiresAt?.toISOString() ?? null,
      };
      await this.events.record('member.token_created', { type: 'member', id: memberId }, facts, by);
      return { ...made, token };
    });
  }

  /** The newest comes first. Those that have expired are among them until somebody takes them away. */
  list(memberId: string): Promise<ApiToken[]> {
    return this.database.rows<ApiToken>(sql`${selectToken(memberId)} order by id desc`);
  }

  async page(memberId: string, page: PageRequest): Promise<Page<ApiToken>> {
    const limit = limitOf(page.limit);
    const [before] = readCursor(page.cursor, ID) ?? [];
    const rows = await this.database.rows<ApiToken>(sql`
      ${selectToken(memberId)} ${before ? sql`and id < ${before}` : empty} order by id desc limit ${limit + 1}`);
    return pageOf(rows, limit, ({ id }) => [id]);
  }

  /** Counts the tokens that are good, by member. */
  async counts(): Promise<Map<string, number>> {
    const rows = await this.database.rows<{ memberId: string; count: number }>(sql`
      select member_id, count(*)::int as count from api_token
       where revoked_at is null and (expires_at is null or expires_at > clock_timestamp()) group by member_id`);
    return new Map(rows.map(({ memberId, count }) => [memberId, count]));
  }

  /** Throws `NotFound` for a token that is revoked or belongs to another member. */
  async revoke(memberId: string, tokenId: string, by: Actor): Promise<void> {
    await this.database.transaction(async () => {
      const revoked = await this.database.run(sql`
        update api_token set revoked_at = ${this.clock.now()}
         where id = ${tokenId} and member_id = ${memberId} and revoked_at is null`);
      if (revoked === 0) throw new NotFound('token_not_found');
      await this.recordRevoked(memberId, tokenId, by);
    });
  }

  async revokeAll(memberId: string, by: Actor): Promise<void> {
    await this.database.transaction(async () => {
      const revoked = await this.database.rows<{ id: string }>(sql`
        update api_token set revoked_at = ${this.clock.now()}
         where member_id = ${memberId} and revoked_at is null returning id`);
      for (const { id } of revoked) await this.recordRevoked(memberId, id, by);
    });
  }

  private recordRevoked(memberId: string, tokenId: string, by: Actor): Promise<void> {
    return this.events.record('member.token_revoked', { type: 'member', id: memberId }, { tokenId }, by);
  }
}

function selectToken(memberId: string): Sql {
  return sql`
    select id, name, scopes, created_at, last_used_at, expires_at,
           coalesce(expires_at <= clock_timestamp(), false) as is_expired
      from api_token where member_id = ${memberId} and revoked_at is null`;
}

function isWithin(count: number, most: number): boolean {
  return Number.isInteger(count) && count >= 1 && count <= most;
}
