import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { sayLocal } from '../../../platform/words/index.js';
import { type AttainmentRow, type AttainmentSpan, DIMENSIONS } from '../../../reports/index.js';
import { METRICS } from '../../../sla/index.js';

@ApiSchema({ name: 'PromiseCount' })
export class PromiseCountShape {
  @ApiProperty({ description: 'Key of the dimension; empty for customers without a region' }) value!: string;
  @ApiProperty({ type: String, nullable: true, description: 'In the language you read, where it has a name' })
  name!: string | null;
  @ApiProperty({ enum: METRICS }) metric!: string;
  @ApiProperty({ type: 'integer' }) kept!: number;
  @ApiProperty({ type: 'integer', description: 'Once broken, a promise stays broken' }) broken!: number;
  @ApiProperty({
    type: 'integer',
    description: 'How many of the broken ones were broken by terms that a later change took back',
  })
  takenBack!: number;
}

@ApiSchema({ name: 'Promises' })
export class PromisesShape {
  @ApiProperty({ enum: DIMENSIONS }) by!: string;
  @ApiProperty({ example: '2026-11' }) month!: string;
  @ApiProperty({ description: 'Promises decided from then on' }) since!: Date;
  @ApiProperty({ description: 'And before then' }) until!: Date;
  @ApiProperty({ type: [PromiseCountShape] }) data!: PromiseCountShape[];
}

export function promises(
  { by, month, since, until }: AttainmentSpan,
  rows: readonly AttainmentRow[],
  language: string,
): PromisesShape {
  const data = rows.map(({ name, ...row }) => ({ ...row, name: name && sayLocal(name, language) }));
  return { by, month, since, until, data };
}
