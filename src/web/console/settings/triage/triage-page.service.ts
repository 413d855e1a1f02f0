import { Injectable } from '@nestjs/common';
import { type Reading, type Rule, Triage, TriageSetting, type Verdict } from '../../../../triage/index.js';
import type { FormPage, Refused } from '../../../forms/index.js';
import { readTyped, textAt } from '../../../forms/index.js';
import { type Choices, DeskQueries } from '../../desk.queries.js';
import { type MemberRequest, readerOf, Workbench } from '../../workbench.service.js';

const LONGEST = 2_000;

/** A sentence can be tried here. Trying opens no ticket. */
@Injectable()
export class TriagePage implements FormPage {
  constructor(
    private readonly triage: Triage,
    private readonly setting: TriageSetting,
    private readonly desk: DeskQueries,
    private readonly workbench: Workbench,
  ) {}

  home(): string {
    return '/settings/triage';
  }

  async render(request: MemberRequest, refused?: Refused): Promise<string> {
    const text = textAt(readTyped(request.query), 'text').trim().slice(0, LONGEST);
    const choices = await this.desk.choices();
    const rules = await this.triage.rules();
    const reading = text ? await this.triage.read(text) : undefined;
    return this.workbench.render(request, 'console/settings/triage', {
      form: { values: { text }, errors: {} },
      tried: reading !== undefined,
      verdict: reading?.verdict && named(reading.verdict, choices),
      beside: reading && besideOf(reading),
      facts: Object.entries(reading?.facts ?? {}).map(([key, value]) => ({ key, value: String(value) })),
      rules: rules.map((rule) => named(rule, choices)),
      mayChange: readerOf(request).isAdmin,
      setting: { hours: String(await this.setting.addsUpHours()) },
      refused,
    });
  }
}

/** A text may open a ticket and want something else too, such as a person. */
function besideOf({ verdict, work, wish }: Reading): Verdict | null {
  return work && wish && verdict ? wish : null;
}

function named<Kind extends Rule | Verdict>(rule: Kind, { types, departments }: Choices) {
  const type = types.find(({ key }) => key === rule.type);
  return {
    ...rule,
    typeName: type?.name,
    priority: rule.priority ?? type?.priority,
    departmentName: departments.find(({ key }) => key === rule.department)?.name,
  };
}
