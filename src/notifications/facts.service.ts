import { Injectable } from '@nestjs/common';
import { Database, empty, oneOf, sql, type Sql } from '../platform/database/index.js';
import { type Fields, type Localized, numberOf, type Priority, type Stage } from '../tickets/index.js';
import { inLanguage, type Language, languageFor } from '../platform/text/index.js';
import { masked } from '../platform/reading/index.js';
import { moneyWords } from './money.js';
import { isEmergency } from './notice-rules.js';
import { TrackingLinks } from './tracking-links.service.js';
import { nextWords, stageWords } from './words.js';

/** The facts are in the customer's language. An unknown fact is an empty text. */
export interface NoticeFacts {
  number: string;
  type: string;
  stage: string;
  /** What happens next, in words. */
  next: string;
  department: string;
  order: string;
  amount: string;
  voucher: string;
  reason: string;
  link: string;
  urgent: boolean;
}

interface Row {
  language: string | null;
  id: string;
  linkGeneration: number;
  number: string;
  type: string;
  typeName: Localized;
  priority: Priority;
  stage: Stage;
  departmentName: Localized;
  fields: Fields;
  order: string | null;
  amount: string | null;
  currency: string | null;
  voucher: string | null;
  reason: string | null;
}

const ORDER_LENGTH = 64;

@Injectable()
export class Facts {
  constructor(
    private readonly database: Database,
    private readonly links: TrackingLinks,
  ) {}

  async ofTickets(ticketIds: string[], language: Language): Promise<NoticeFacts[]> {
    const rows = await this.rows(ticketIds, null);
    return rows.map((row) => factsOf(row, language, this.links.linkTo(row)));
  }

  async ofTicket(
    ticketId: string,
    refundId: string | null,
  ): Promise<{ language: Language; facts: NoticeFacts }> {
    const [row] = await this.rows([ticketId], refundId);
    if (!row) throw new Error(`ticket ${ticketId} does not exist`);
    const language = languageFor(row.language);
    return { language, facts: factsOf(row, language, this.links.linkTo(row)) };
  }

  private rows(ticketIds: string[], refundId: string | null): Promise<Row[]> {
    return this.database.rows<Row>(sql`
      select u.language, t.id, t.link_generation, t.number, t.type, type.name type_name, t.priority, t.stage, d.name department_name, t.fields,
             ${refundId === null ? NO_REFUND : sql`r.order_number as order, r.amount, r.currency, p.voucher, decision.reason`}
        from ticket t
        join customer u on u.id = t.customer_id
        join ticket_type type on type.key = t.type
        join department d on d.id = t.department_id
        ${refundId === null ? empty : refundOf(refundId)}
       where t.id = ${oneOf(ticketIds)}
       order by array_position(${ticketIds}::bigint[], t.id)`);
  }
}

/** Most notices are about no refund, and its tables would cost more than the rest. */
const NO_REFUND = sql`null as order, null as amount, null as currency, null as voucher, null as reason`;

function refundOf(refundId: string): Sql {
  return sql`
        left join refund r on r.id = ${refundId} and r.ticket_id = t.id
        left join refund_payment p on p.refund_id = r.id
        left join refund_decision decision on decision.refund_id = r.id`;
}

function factsOf(row: Row, language: Language, link: string): NoticeFacts {
  const department = inLanguage(row.departmentName, language);
  const amount = row.amount ?? row.fields['amount'] ?? '';
  const currency = row.currency ?? row.fields['currency'] ?? 'CNY';
  return {
    number: numberOf(row),
    type: inLanguage(row.typeName, language),
    stage: stageWords(row.stage, language, department),
    next: nextWords(row.stage, language, department),
    department,
    order: oneLine(masked(row.order ?? row.fields['order'] ?? '')),
    amount: moneyWords(amount, currency, language),
    voucher: row.voucher ?? '',
    reason: masked(row.reason ?? ''),
    link,
    urgent: isEmergency(row),
  };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, ORDER_LENGTH);
}
