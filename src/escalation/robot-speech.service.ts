import { Injectable } from '@nestjs/common';
import { numberOf } from '../tickets/index.js';
import { Audit } from '../platform/audit/index.js';
import { Clock } from '../platform/clock/index.js';
import { Config } from '../platform/config/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Job } from '../platform/jobs/index.js';
import { type RobotAddress, RobotVendors } from './robot-vendors.js';
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

@Injectable()
export class RobotSpeech {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly robots: Robots,
    private readonly vendors: RobotVendors,
    private readonly audit: Audit,
  ) {}

  /** Returns the vendor's reason if it refused, or null. Throws if the vendor cannot be reached. */
  async test(key: string): Promise<string | null> {
    const robot = await this.robots.byKey(key);
    await this.audit.record({ action: 'robot.tested', subject: { type: 'robot', id: key } });
    return this.say(robot, `${NAME} 测试消息 · This is a test.`);
  }

  /**
   * After a crash the robot may say it again: a page that comes twice is better than one that never comes.
   */
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
    return this.say(await this.robots.address(robotId), this.sentence(alert));
  }

  private say(robot: RobotAddress, text: string): Promise<string | null> {
    const realTime = new Date(this.clock.now().getTime() - this.clock.aheadMs);
    return this.vendors.of(robot).say(robot, text, realTime);
  }

  /**
   * Nothing that customers wrote is sent. A robot may be set up to accept only texts that contain the
   * product's name.
   */
  private sentence(alert: Omit<Spoken, 'robotId'>): string {
    const number = numberOf(alert);
    return `${NAME} ${alert.priority} ${number} ${KINDS[alert.kind] ?? ''}\n${this.config.publicUrl}/tickets/${number}`;
  }
}
