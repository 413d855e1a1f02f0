import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { METRICS } from '../../../sla/index.js';
import { PRIORITIES, STAGES, STATUSES } from '../../../tickets/index.js';
import type { TimedTicket } from '../../queries/index.js';
import { PersonShape } from './person.shape.js';
import { listOf } from '../page.js';

@ApiSchema({ name: 'Timer' })
export class TimerShape {
  @ApiProperty({ enum: METRICS }) metric!: string;
  @ApiProperty({ description: 'Key of the department whose clock it is' }) department!: string;
  @ApiProperty({ enum: ['running', 'paused', 'met', 'cancelled'] }) state!: string;
  @ApiProperty({ type: Date, nullable: true, description: 'Null while it is paused' }) dueAt!: Date | null;
  @ApiProperty({ type: Date, nullable: true }) breachedAt!: Date | null;
}

@ApiSchema({ name: 'OpenHandoff' })
export class OpenHandoffShape {
  @ApiProperty() id!: string;
  @ApiProperty({ description: 'Key of a department' }) from!: string;
  @ApiProperty({ description: 'Key of a department' }) to!: string;
  @ApiProperty({ enum: ['offered'] }) state!: string;
}

@ApiSchema({ name: 'RefundOfTicket' })
export class RefundOfTicketShape {
  @ApiProperty() id!: string;
  @ApiProperty() state!: string;
  @ApiProperty({ example: '68.50' }) amount!: string;
  @ApiProperty({ example: 'CNY' }) currency!: string;
  @ApiProperty() order!: string;
}

@ApiSchema({ name: 'Ticket' })
export class TicketShape {
  @ApiProperty({ example: 'T100001' }) number!: string;
  @ApiProperty() subject!: string;
  @ApiProperty({ example: 'refund' }) type!: string;
  @ApiProperty({ enum: PRIORITIES }) priority!: string;
  @ApiProperty({ enum: STATUSES }) status!: string;
  @ApiProperty({ enum: STAGES, description: 'What the customer sees' }) stage!: string;
  @ApiProperty({ description: 'Key of a department' }) department!: string;
  @ApiProperty({ type: PersonShape, nullable: true }) assignee!: PersonShape | null;
  @ApiProperty() customer!: PersonShape;
  @ApiProperty({ type: String, nullable: true, description: 'Id of a conversation' })
  conversation!: string | null;
  @ApiProperty({ description: 'Why this type and priority, in the language you read' }) reason!: string;
  @ApiProperty({ type: Object, additionalProperties: { type: 'string' } }) fields!: Record<string, string>;
  @ApiProperty({ type: OpenHandoffShape, nullable: true }) handoff!: OpenHandoffShape | null;
  @ApiProperty({ type: [TimerShape] }) timers!: TimerShape[];
  @ApiProperty({ type: RefundOfTicketShape, nullable: true }) refund!: RefundOfTicketShape | null;
  @ApiProperty() createdAt!: Date;
  @ApiProperty() updatedAt!: Date;
  @ApiProperty({ type: Date, nullable: true }) resolvedAt!: Date | null;
  @ApiProperty({ type: Date, nullable: true }) closedAt!: Date | null;
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Number of the closed ticket that this one follows',
  })
  follows!: string | null;
  @ApiProperty({ type: [String], description: 'Numbers of the tickets that follow this one' })
  followedBy!: string[];
  @ApiProperty({ type: 'integer', description: 'Counts up with every change' }) version!: number;
}

export const TicketList = listOf(TicketShape, 'TicketList');

export function ticket(row: TimedTicket, language: string): TicketShape {
  const { number, subject, type, priority, status, stage, department, assignee, fields, refund } = row;
  const { createdAt, updatedAt, resolvedAt, closedAt, follows, followedBy, version } = row;
  return {
    number,
    subject,
    type,
    priority,
    status,
    stage,
    department,
    assignee,
    customer: { id: row.customer.id, name: row.customer.name },
    conversation: row.conversationId,
    reason: row.reason[language] ?? row.reason.en ?? Object.values(row.reason)[0] ?? '',
    fields,
    handoff: row.handoff && {
      id: row.handoff.id,
      from: row.handoff.from,
      to: row.handoff.to,
      state: 'offered',
    },
    timers: row.timers.map((timer) => ({
      metric: timer.metric,
      department: timer.department,
      state: timer.state,
      dueAt: timer.dueAt,
      breachedAt: timer.breachedAt,
    })),
    refund,
    createdAt,
    updatedAt,
    resolvedAt,
    closedAt,
    follows,
    followedBy,
    version,
  };
}
