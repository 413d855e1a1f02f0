import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { HistoryStep } from '../../../escalation/index.js';
import { sayLocal } from '../../../platform/words/index.js';
import { listOf } from '../page.js';

@ApiSchema({ name: 'EscalationCall' })
export class CalledShape {
  @ApiProperty({ description: 'Of a member or a group' }) name!: string;
  @ApiProperty({ enum: ['console', 'email', 'robot'] }) means!: string;
  @ApiProperty({ enum: ['planned', 'sending', 'delivered', 'refused'] }) state!: string;
  @ApiProperty({ type: String, nullable: true }) reason!: string | null;
}

@ApiSchema({ name: 'Escalation' })
export class EscalationShape {
  @ApiProperty() id!: string;
  @ApiProperty({ enum: ['step', 'climb', 'asked'] }) kind!: string;
  @ApiProperty({ enum: ['waiting', 'done', 'failed'] }) state!: string;
  @ApiProperty({ type: String, nullable: true, description: 'The promise it is about' }) metric!:
    string | null;
  @ApiProperty({ enum: ['start', 'warning', 'breach'], description: 'What it answers' }) at!: string;
  @ApiProperty({ type: String, nullable: true, description: 'In the words of a colleague' }) why!:
    string | null;
  @ApiProperty({
    enum: ['chat', 'tracking_page'],
    nullable: true,
    description: 'Where the customer asked for it',
  })
  askedIn!: string | null;
  @ApiProperty({ description: 'Asked for when a promise was broken already' }) late!: boolean;
  @ApiProperty() dueAt!: Date;
  @ApiProperty({ type: Date, nullable: true }) doneAt!: Date | null;
  @ApiProperty({ type: Date, nullable: true }) answeredAt!: Date | null;
  @ApiProperty({ type: String, nullable: true, description: 'Name of a member' }) answeredBy!: string | null;
  @ApiProperty({ type: [CalledShape] }) called!: CalledShape[];
}

export const EscalationList = listOf(EscalationShape, 'EscalationList');

export function escalation(rung: HistoryStep, language: string): EscalationShape {
  const { id, kind, state, metric, at, why, askedIn, late, dueAt, doneAt, answeredAt, answeredBy } = rung;
  const called = rung.called.map(({ name, means, state, reason }) => ({
    means,
    state,
    reason,
    name: sayLocal(name, language),
  }));
  return { id, kind, state, metric, at, why, askedIn, late, dueAt, doneAt, answeredAt, answeredBy, called };
}
