import { Injectable } from '@nestjs/common';
import { numberOf } from '../tickets/index.js';
import { Clock } from '../platform/clock/index.js';
import { Config } from '../platform/config/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Job } from '../platform/jobs/index.js';
import { postToRobot } from './robot-post.js';
import { Robots } from './robots.service.js';

declare module '../platform/jobs/index.js' {
  interface JobMap {
    'sla.tell_robot': { alertId: string };
  }
}

const NAME = '【回音 Huiyin】';
const KINDS: Record<string, string> = {
  warning: '即将超时 · due soon',
  breach: '已超时 · overdue',
  page: '紧急呼叫，请确认 · please acknowledge',
  asked: '请求升级 · escalation asked for',
};

interface Spoken {
  robotId: string;
  number: string;
  kind: string;
  priority: string;
}

/** Speaks in a group of WeCom, Feishu or DingTalk through its robot. */
@Injectable()
export class RobotSpeech {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly robots: Robots,
  ) {}

  /** A word to try it out; why it was refused, null where it was not. Throws where the vendor cannot be reached. */
  async test(key: string): Promise<string | null> {
    const robot = await this.robots.byKey(key);
    return postToRobot(robot, `${NAME} 测试消息 · This is a test.`, this.realTime());
  }

  /** After a crash in between it speaks again: a page that comes twice is better than one that never comes. */
  @Job('sla.tell_robot')
  async tell({ alertId }: { alertId: string }): Promise<void> {
    const alert = await this.database.maybe<Spoken>(sql`
      select a.robot_id, a.kind, k.number, k.priority from alert a join ticket k on k.id = a.ticket_id
       where a.id = ${alertId} and a.state = 'sending'`);
    if (!alert) return;
    const reason = await this.post(alert);
    await this.database.run(sql`
      update alert set state = ${reason === null ? 'delivered' : 'refused'}, reason = ${reason},
             delivered_at = ${reason === null ? this.clock.now() : null} where id = ${alertId}`);
  }

  private async post({ robotId, ...alert }: Spoken): Promise<string | null> {
    const robot = await this.robots.address(robotId);
    return postToRobot(robot, this.sentence(alert), this.realTime());
  }

  private realTime(): Date {
    return new Date(this.clock.now().getTime() - this.clock.aheadMs);
  }

  /** Nothing of what customers wrote leaves the house. A robot may be set up to take texts with this name only. */
  private sentence(alert: Omit<Spoken, 'robotId'>): string {
    const number = numberOf(alert);
    return `${NAME} ${alert.priority} ${number} ${KINDS[alert.kind] ?? ''}\n${this.config.publicUrl}/tickets/${number}`;
  }
}
