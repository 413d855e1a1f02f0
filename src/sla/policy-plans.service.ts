import { Injectable } from '@nestjs/common';
import type { Member } from '../staff/index.js';
import { Audit, difference } from '../platform/audit/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database, sql } from '../platform/database/index.js';
import { Conflict, Invalid, NotFound } from '../platform/http/index.js';
import type { Saving } from './calendar-changes.service.js';
import type { LocalizedText } from '../platform/text/index.js';
import { type MoveChoice, type MovedPage, ChangeImpact } from './change-impact.service.js';
import { choosePolicy, type Mismatch, mismatches, type Policy, type PolicyFacts } from './policy.js';
import { FIXED_WORDS, type PolicyDraft, policyProblems } from './policy-draft.js';
import type { PolicyWords } from './policy-faults.js';
import { Targets } from './targets.service.js';

export interface PolicyPlan extends Policy {
  name: LocalizedText;
}

export interface BenchResult {
  chosen: string | null;
  tried: { key: string; fits: boolean; mismatches: Mismatch[] }[];
}

/** After a change of a policy, running timers keep their targets unless somebody moves them. */
@Injectable()
export class PolicyPlans {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly targets: Targets,
    private readonly impact: ChangeImpact,
    private readonly audit: Audit,
  ) {}

  async list(): Promise<PolicyPlan[]> {
    const [names, policies] = await Promise.all([
      this.database.rows<{ key: string; name: LocalizedText }>(sql`select key, name from policy`),
      this.targets.policies(),
    ]);
    const nameOf = new Map(names.map(({ key, name }) => [key, name]));
    return policies.map((policy) => ({ ...policy, name: nameOf.get(policy.key)! }));
  }

  async archived(): Promise<{ key: string; name: LocalizedText; archivedAt: Date }[]> {
    return this.database.rows(sql`
      select key, name, archived_at from policy where archived_at is not null order by archived_at desc, id`);
  }

  async bench(facts: PolicyFacts): Promise<BenchResult> {
    const policies = await this.targets.policies();
    const chosen = choosePolicy(policies, facts);
    const tried = policies.slice(0, chosen ? policies.indexOf(chosen) + 1 : undefined);
    return {
      chosen: chosen?.key ?? null,
      tried: tried.map((policy) => {
        const found = mismatches(policy, facts);
        return { key: policy.key, fits: found.length === 0, mismatches: found };
      }),
    };
  }

  async affected(draft: PolicyDraft, after: string | null = null): Promise<MovedPage> {
    await this.check(draft);
    const policies = await this.targets.policies();
    const present = policies.find(({ key }) => key === draft.key);
    const changed = { ...draft, id: present?.id ?? 'new', version: 0 };
    const others = policies.map((policy) => (policy === present ? changed : policy));
    return this.preview(present ? others : [...others, changed], after);
  }

  async affectedByOrder(keys: readonly string[], after: string | null = null): Promise<MovedPage> {
    return this.preview(inOrder(await this.targets.policies(), keys), after);
  }

  /** Shows what disabling an active policy, or restoring a disabled one, would do. */
  async affectedByToggling(key: string, after: string | null = null): Promise<MovedPage> {
    const active = await this.targets.policies();
    const others = active.filter((policy) => policy.key !== key);
    const wished = others.length < active.length ? others : await this.targets.policies(key);
    return this.preview(wished, after);
  }

  /**
   * A new policy goes to the end of the order. Returns how many timers moved. Throws `Invalid` with a fault
   * for each path, or `Conflict` (`changed_meanwhile`).
   */
  async save(draft: PolicyDraft, by: Member, { move, expected }: Saving): Promise<number> {
    return this.database.transaction(async () => {
      await this.database.run(sql`lock table policy in share row exclusive mode`);
      await this.check(draft);
      await this.requireVersion(draft.key, expected);
      const before = await this.written(draft.key);
      await this.write(draft, by);
      await this.audit.record({
        action: before ? 'policy.changed' : 'policy.added',
        subject: policyAt(draft.key),
        ...difference(before, await this.written(draft.key)),
        by,
      });
      return this.move(move);
    });
  }

  async reorder(keys: readonly string[], move: MoveChoice): Promise<number> {
    return this.database.transaction(async () => {
      await this.database.run(sql`lock table policy in share row exclusive mode`);
      const present = await this.targets.policies();
      inOrder(present, keys);
      await this.database.run(
        sql`update policy set position = array_position(${[...keys]}::text[], key) where key = any(${[...keys]})`,
      );
      const changed = difference({ order: present.map(({ key }) => key) }, { order: keys });
      await this.audit.record({
        action: 'policy.reordered',
        subject: { type: 'policy', id: '*' },
        ...changed,
      });
      return this.move(move);
    });
  }

  /**
   * A disabled policy applies to no further ticket, but its earlier targets stay on record. Throws
   * `NotFound`.
   */
  async archive(key: string, move: MoveChoice): Promise<number> {
    return this.database.transaction(async () => {
      const found = await this.database.run(
        sql`update policy set archived_at = ${this.clock.now()} where key = ${key} and archived_at is null`,
      );
      if (found === 0) throw new NotFound('policy_not_found');
      await this.audit.record({ action: 'policy.disabled', subject: policyAt(key) });
      return this.move(move);
    });
  }

  async restore(key: string, move: MoveChoice): Promise<number> {
    return this.database.transaction(async () => {
      const found = await this.database.run(
        sql`update policy set archived_at = null where key = ${key} and archived_at is not null`,
      );
      if (found === 0) throw new NotFound('policy_not_found');
      await this.audit.record({ action: 'policy.restored', subject: policyAt(key) });
      return this.move(move);
    });
  }

  private async preview(policies: Policy[], after: string | null): Promise<MovedPage> {
    const book = await this.targets.book({ policies });
    return this.impact.affected({ cause: 'policy', book, which: sql`true`, exact: false }, after);
  }

  private async move(choice: MoveChoice): Promise<number> {
    const book = await this.targets.book();
    return this.impact.apply({ cause: 'policy', book, which: sql`true`, exact: false }, choice);
  }

  private async check(draft: PolicyDraft): Promise<void> {
    const problems = policyProblems(draft, await this.words());
    if (problems.length === 0) return;
    throw Invalid.fields(Object.fromEntries(problems.map(({ field, fault }) => [field, fault])));
  }

  private async words(): Promise<PolicyWords> {
    const rows = await this.database.one<
      Record<'type' | 'department' | 'channel' | 'calendar' | 'robot', string[]>
    >(sql`
      select array(select key from ticket_type) as type, array(select key from department) as department,
             array(select distinct kind from channel_account) as channel, array(select key from calendar) as calendar,
             array(select key from robot) as robot`);
    return { ...FIXED_WORDS, ...rows };
  }

  private async requireVersion(key: string, expected: number | undefined): Promise<void> {
    const row = await this.database.maybe<{ version: number }>(
      sql`select version from policy where key = ${key}`,
    );
    const present = row?.version ?? 0;
    if (expected === undefined || expected === present) return;
    throw new Conflict('changed_meanwhile', { version: present });
  }

  private async write(draft: PolicyDraft, by: Member): Promise<void> {
    const { key, name, conditions, pausing, warnings, ladder, targets } = draft;
    await this.keepVersion(key, null, null);
    const json = (value: unknown) => JSON.stringify(value);
    const { id } = await this.database.one<{ id: string }>(sql`
      insert into policy (key, name, position, conditions, pausing, warnings, ladder, saved_by)
      values (${key}, ${json(name)}::jsonb, (select coalesce(max(position), 0) + 1 from policy), ${json(conditions)}::jsonb,
              ${pausing}, ${json(warnings)}::jsonb, ${json(ladder)}::jsonb, ${by.id})
      on conflict (key) do update
        set name = excluded.name, conditions = excluded.conditions, pausing = excluded.pausing,
            warnings = excluded.warnings, ladder = excluded.ladder, saved_by = excluded.saved_by,
            version = policy.version + 1, archived_at = null
      returning id`);
    await this.database.run(sql`delete from policy_target where policy_id = ${id}`);
    await this.database.run(sql`
      insert into policy_target (policy_id, metric, key, seconds, clock, calendar_id, name)
      select ${id}, metric, t.key, seconds, clock, c.id, t.name
        from jsonb_to_recordset(${json(targets)}::jsonb)
          as t (metric text, key text, seconds integer, clock text, calendar text, name jsonb)
        left join calendar c on c.key = t.calendar`);
    await this.keepVersion(key, this.clock.now(), by.id);
  }

  private async written(key: string): Promise<object | undefined> {
    const row = await this.database.maybe<{ draft: object }>(
      sql`select draft from policy_text where key = ${key}`,
    );
    return row?.draft;
  }

  /** A policy that came with the program was never saved. It becomes a version when it is first changed. */
  private async keepVersion(key: string, at: Date | null, by: string | null): Promise<void> {
    await this.database.run(sql`
      insert into policy_version (policy_id, version, saved_at, saved_by, draft)
      select id, version, ${at}::timestamptz, ${by}::bigint, draft from policy_text where key = ${key}
      on conflict do nothing`);
  }
}

function policyAt(key: string): { type: string; id: string } {
  return { type: 'policy', id: key };
}

function inOrder(policies: Policy[], keys: readonly string[]): Policy[] {
  const ordered = keys.map((key) => policies.find((policy) => policy.key === key));
  const all = ordered.filter((policy) => policy !== undefined);
  if (new Set(all).size === policies.length && all.length === keys.length) return all;
  throw Invalid.field('order', 'no_place');
}
