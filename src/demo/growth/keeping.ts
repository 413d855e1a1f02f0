import { searchWords } from '../../tickets/index.js';
import type { Book } from './book.js';
import type { Ground } from './ground.js';
import type { Standing } from './standing.js';

/** Writes a ticket, its conversation and its timers as they stand in the end. */
export function keep(of: Standing, { sheets, ground }: Book): void {
  sheets.add('ticket', ticketOf(of));
  sheets.add('conversation', conversationOf(of, ground));
  for (const row of of.timers.rows()) sheets.add('timer', row);
  const { customer } = of.plot;
  customer.busyUntil = of.closedAt ?? Infinity;
  customer.heardAt = of.heardAt;
  customer.waits = of.unansweredSince !== null;
}

function ticketOf(of: Standing): object {
  const { customer, type, departmentId, worker, subject, fields, openedAt } = of.plot;
  const words = searchWords({ number: of.number, subject, customerName: customer.name, fields });
  const { id, number, status, stage, conversationId, version } = of;
  return {
    id,
    number,
    subject,
    status,
    stage,
    departmentId,
    conversationId,
    fields,
    version,
    type: type.key,
    priority: type.priority,
    assigneeId: of.claimedAt === null ? null : worker.id,
    assignedAt: time(of.claimedAt),
    customerId: customer.id,
    identityId: customer.identityId,
    reason: type.rule?.reason ?? {},
    ruleKey: type.rule?.key,
    ruleVersion: type.rule?.version,
    search: words.map((word) => `'${word}'`).join(' '),
    openedAt: time(openedAt),
    updatedAt: time(of.changedAt),
    resolvedAt: time(of.resolvedAt),
    closedAt: time(of.closedAt),
  };
}

function conversationOf(of: Standing, { account }: Ground): object {
  const { customer, worker, openedAt } = of.plot;
  const unended = of.claimedAt === null ? 'waiting' : 'active';
  return {
    id: of.conversationId,
    identityId: customer.identityId,
    customerId: customer.id,
    accountId: account.id,
    departmentId: account.departmentId,
    state: of.endedAt === null ? unended : 'ended',
    assigneeId: of.claimedAt === null ? null : worker.id,
    claimedAt: time(of.claimedAt),
    startedAt: time(openedAt),
    lastMessageAt: time(of.spokenAt),
    unansweredSince: time(of.unansweredSince),
    endedAt: time(of.endedAt),
    version: 1,
  };
}

function time(ms: number | null): Date | null {
  return ms === null ? null : new Date(ms);
}
