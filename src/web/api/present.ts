import type { ConversationRow, EventRow, MessageRow, TimedTicket } from '../queries/index.js';
import type { Handoff } from '../../tickets/index.js';

/** What leaves by the API: the shapes that scripts rely on. Language is the caller's. */
export function ticket(row: TimedTicket, language: string) {
  return {
    number: row.number,
    subject: row.subject,
    type: row.type,
    priority: row.priority,
    status: row.status,
    stage: row.stage,
    department: row.department,
    assignee: row.assignee,
    customer: { id: row.customer.id, name: row.customer.name },
    conversation: row.conversationId,
    reason: row.reason[language] ?? row.reason.en ?? Object.values(row.reason)[0] ?? '',
    fields: row.fields,
    handoff: row.handoff && {
      id: row.handoff.id,
      from: row.handoff.from,
      to: row.handoff.to,
      state: 'offered',
    },
    timers: row.timers.map(({ metric, department, state, dueAt, breachedAt }) => ({
      metric,
      department,
      state,
      dueAt,
      breachedAt,
    })),
    refund: row.refund,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    resolvedAt: row.resolvedAt,
    version: row.version,
  };
}

export function handoff(row: Handoff, keys: { from: string; to: string }) {
  return { id: row.id, ticket: `T${row.number}`, from: keys.from, to: keys.to, state: row.state };
}

export function conversation(row: ConversationRow) {
  const { remaining, closesAt } = row.ledger;
  return {
    id: row.id,
    state: row.state,
    assignee: row.assignee,
    customer: { id: row.customer.id, name: row.customer.name },
    identity: { channel: row.identity.channel, externalId: row.identity.externalId },
    ledger: { remaining, closesAt: closesAt === null ? null : new Date(closesAt).toISOString() },
    tickets: row.tickets.map(({ number }) => number),
    unansweredSince: row.unansweredSince,
    startedAt: row.startedAt,
    lastMessageAt: row.lastMessageAt,
  };
}

export function message(row: MessageRow) {
  return {
    id: row.id,
    direction: row.direction,
    author: row.author,
    kind: row.kind,
    text: row.text,
    file: row.fileId === null ? null : `/files/${row.id}`,
    delivery: row.delivery,
    createdAt: row.createdAt,
  };
}

export function event(row: EventRow) {
  return {
    id: row.id,
    at: row.at,
    name: row.name,
    actor: { kind: row.actorKind, name: row.actor },
    data: row.data,
  };
}
