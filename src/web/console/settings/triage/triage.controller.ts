import { Controller, Get, Req, UseGuards } from '@nestjs/common';
import { type Reading, type Rule, Triage, type Verdict } from '../../../../triage/index.js';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import { type Choices, DeskQueries } from '../../desk.queries.js';
import { Asked, textAt, type Typed } from '../../../forms/index.js';
import { type MemberRequest, Workbench } from '../../workbench.service.js';
import { whoMay } from '../sections.js';

const LONGEST = 2_000;

/** A sentence can be tried here. Trying opens no ticket. */
@Controller('settings/triage')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('triage'))
export class TriageController {
  constructor(
    private readonly triage: Triage,
    private readonly desk: DeskQueries,
    private readonly workbench: Workbench,
  ) {}

  @Get()
  async show(@Req() request: MemberRequest, @Asked() query: Typed): Promise<string> {
    const text = textAt(query, 'text').trim().slice(0, LONGEST);
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
