import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import type { Bubble, BubbleContent, Notice, Via } from './bubble.js';

const PAGE = 200;

interface BubbleRow {
  id: string;
  direction: 'up' | 'down';
  content: BubbleContent;
  at: Date;
  via: Via | null;
}

@Injectable()
export class Chats {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async up(openid: string, content: BubbleContent): Promise<Bubble> {
    return this.add(openid, 'up', content, null);
  }

  async down(openid: string, content: BubbleContent, via: Via): Promise<Bubble> {
    return this.add(openid, 'down', content, via);
  }

  async notice(openid: string, notice: Notice, about?: string): Promise<Bubble> {
    return this.add(openid, 'down', { kind: 'notice', notice, about }, 'platform');
  }

  /** Returns the oldest bubble first: the latest page, or what follows the given id. */
  async after(openid: string, id = '0'): Promise<Bubble[]> {
    const rows = await this.database.rows<BubbleRow>(sql`
      select id, direction, content, at, via from sandbox.bubble
       where openid = ${openid} and id > ${id} order by id desc limit ${PAGE}`);
    return rows.reverse().map(bubble);
  }

  async one(openid: string, id: string): Promise<Bubble | undefined> {
    const row = await this.database.maybe<BubbleRow>(sql`
      select id, direction, content, at, via from sandbox.bubble where openid = ${openid} and id = ${id}`);
    return row && bubble(row);
  }

  async before(openid: string, id: string): Promise<Date | undefined> {
    const row = await this.database.maybe<{ at: Date }>(
      sql`select at from sandbox.bubble where openid = ${openid} and id < ${id} order by id desc limit 1`,
    );
    return row?.at;
  }

  private async add(
    openid: string,
    direction: 'up' | 'down',
    content: BubbleContent,
    via: Via | null,
  ): Promise<Bubble> {
    const row = await this.database.one<BubbleRow>(sql`
      insert into sandbox.bubble (openid, direction, kind, content, at, via)
      values (${openid}, ${direction}, ${content.kind}, ${JSON.stringify(content)}, ${this.clock.now()}, ${via})
      returning id, direction, content, at, via`);
    return bubble(row);
  }
}

function bubble({ content, ...row }: BubbleRow): Bubble {
  return { ...row, ...content };
}
