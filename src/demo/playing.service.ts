import { Injectable } from '@nestjs/common';
import { Sandbox } from '../sandbox/index.js';
import type { Member } from '../staff/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { CUSTOMERS, type StaffKey } from './cast.js';
import { Performing } from './performing.service.js';
import type { Deed, Story, When } from './storyline.js';

export type Staff = Record<StaffKey, Member>;

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const SHANGHAI_MS = 8 * 3_600_000;

interface TimedStep {
  at: Date;
  story: Story;
  deed: Deed;
}

@Injectable()
export class Playing {
  constructor(
    private readonly clock: Clock,
    private readonly database: Database,
    private readonly sandbox: Sandbox,
    private readonly performing: Performing,
  ) {}

  async play(stories: Story[], staff: Staff): Promise<void> {
    const untold = await this.untold(stories);
    try {
      for (const step of inOrder(untold, new Date())) {
        await this.clock.moveTo(step.at);
        await this.perform(step, staff);
      }
    } finally {
      await this.clock.backToNow();
    }
  }

  /** If a start was killed, the next one goes on with the customers who have not been heard yet. */
  private async untold(stories: Story[]): Promise<Story[]> {
    const heard = await this.database.rows<{ externalId: string }>(sql`
      select i.external_id from identity i where exists (select 1 from conversation c where c.identity_id = i.id)`);
    const known = new Set(heard.map((row) => row.externalId));
    return stories.filter((story) => !known.has(CUSTOMERS[story.customer].openid));
  }

  private async perform({ story, deed }: TimedStep, staff: Staff): Promise<void> {
    const { openid } = CUSTOMERS[story.customer];
    if (deed.does === 'says') await this.sandbox.say(openid, deed.text);
    else if (deed.does === 'taps') await this.sandbox.tap(openid, deed.item);
    else await this.performing.act(staff[deed.who], openid, deed);
    await this.performing.settle();
  }
}

function inOrder(stories: Story[], now: Date): TimedStep[] {
  return stories
    .flatMap((story) => story.steps.map((step) => ({ story, deed: step, at: instantOf(step.when, now) })))
    .sort((one, other) => one.at.getTime() - other.at.getTime());
}

function instantOf(when: When, now: Date): Date {
  if (typeof when === 'number') return new Date(now.getTime() - when * MINUTE_MS);
  const [daysAgo, time] = when;
  const day = new Date(now.getTime() - daysAgo * DAY_MS + SHANGHAI_MS).toISOString().slice(0, 10);
  return new Date(`${day}T${time}:00+08:00`);
}
