import { Injectable } from '@nestjs/common';
import { Audit, difference } from '../platform/audit/index.js';
import { Config } from '../platform/config/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Conflict, Invalid, NotFound } from '../platform/http/index.js';
import { Wakeups } from '../platform/jobs/index.js';
import { isBlank, KEY, type LocalizedText } from '../platform/text/index.js';
import { KeptRobots, type KeptRobot, type RobotDraft } from './kept-robots.service.js';
import { type RobotAddress, RobotVendors } from './robot-vendors.js';

@Injectable()
export class Robots {
  constructor(
    private readonly database: Database,
    private readonly kept: KeptRobots,
    private readonly config: Config,
    private readonly wakeups: Wakeups,
    private readonly vendors: RobotVendors,
    private readonly audit: Audit,
  ) {}

  vendorKeys(): string[] {
    return this.vendors.keys;
  }

  /** The list never contains the addresses of the robots. */
  async list(): Promise<{ key: string; name: LocalizedText; vendor: string; signed: boolean }[]> {
    return this.database.rows(
      sql`select key, name, vendor, secret_cipher is not null as signed from robot order by id`,
    );
  }

  /**
   * An empty `url` or `secret` stays as it was, but a stored secret signs nothing that goes to another address. Throws
   * `Invalid` for a wrong field.
   */
  async save(draft: RobotDraft): Promise<void> {
    await this.database.transaction(async () => {
      const before = await this.kept.find(draft.key);
      this.check(draft, before);
      await this.kept.write(draft);
      const changed = difference(before && shown(before), shown((await this.kept.find(draft.key))!));
      const given = (['url', 'secret'] as const).filter((field) => draft[field]);
      const after = { ...changed.after, ...(given.length > 0 && { secrets: given }) };
      const action = before ? 'robot.changed' : 'robot.added';
      await this.audit.record({
        action,
        subject: { type: 'robot', id: draft.key },
        before: changed.before,
        after,
      });
    });
  }

  /**
   * Throws `Conflict` (`robot_in_use`) if a policy uses the robot. Alerts that it has not sent yet are shown
   * on the console.
   */
  async remove(key: string): Promise<void> {
    await this.database.transaction(async () => {
      await this.database.run(sql`lock table policy in share row exclusive mode`);
      await this.requireUnused(key);
      const robot = await this.kept.find(key);
      if (!robot) throw new NotFound('robot_not_found');
      await this.handOver(robot.id);
      await this.database.run(sql`delete from robot where id = ${robot.id}`);
      const before = shown(robot);
      await this.audit.record({ action: 'robot.removed', subject: { type: 'robot', id: key }, before });
      this.wakeups.wake('escalations');
    });
  }

  renew(): Promise<number> {
    return this.kept.renew();
  }

  address(id: string): Promise<RobotAddress> {
    return this.kept.address(id);
  }

  async byKey(key: string): Promise<RobotAddress> {
    const row = await this.database.maybe<{ id: string }>(sql`select id from robot where key = ${key}`);
    if (!row) throw new NotFound('robot_not_found');
    return this.address(row.id);
  }

  private async requireUnused(key: string): Promise<void> {
    const used = await this.database.rows<{ name: LocalizedText }>(sql`
      select name from policy where archived_at is null and ladder @> ${JSON.stringify([{ robot: key }])}::jsonb order by position, id`);
    if (used.length === 0) return;
    const policies = used.map(({ name }) => name);
    throw new Conflict('robot_in_use', { policies });
  }

  private async handOver(id: string): Promise<void> {
    await this.database.run(sql`
      insert into alert (escalation_id, ticket_id, kind, means, member_id, created_at, deliver_at, acknowledged_at, acknowledged_by)
      select escalation_id, ticket_id, kind, 'console', unnest(concerns), created_at, deliver_at, acknowledged_at, acknowledged_by
        from alert where robot_id = ${id} and state in ('planned', 'sending')
      on conflict do nothing`);
  }

  private check({ key, name, vendor, url, secret }: RobotDraft, before: KeptRobot | undefined): void {
    const known = this.vendors.find(vendor);
    const keeps = before?.vendor === vendor;
    const moved = url !== '' && before !== undefined && url !== before.url;
    const fits = (url === '' && keeps) || !known || known.accepts(url, this.config.demo);
    Invalid.check([
      [!KEY.test(key), 'key', 'bad_key'],
      [isBlank(name), 'name', 'required'],
      [!known, 'vendor', 'unknown'],
      [!fits, 'url', url === '' ? 'required' : 'not_of_vendor'],
      [moved && secret === '' && before.secret !== null, 'secret', 'secret_again'],
    ]);
  }
}

/** Whoever knows the address of a robot may write to its group, so that it is as secret as the secret. */
function shown({ name, vendor, secret }: KeptRobot): object {
  return { name, vendor, signed: secret !== null };
}
