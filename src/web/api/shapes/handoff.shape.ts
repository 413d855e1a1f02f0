import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { HandoffRow } from '../../queries/index.js';
import { listOf } from '../page.js';

@ApiSchema({ name: 'Handoff' })
export class HandoffShape implements HandoffRow {
  @ApiProperty() id!: string;
  @ApiProperty({ example: 'T100001' }) ticket!: string;
  @ApiProperty({ description: 'Key of a department' }) from!: string;
  @ApiProperty({ description: 'Key of a department' }) to!: string;
  @ApiProperty({ enum: ['offered', 'accepted', 'returned', 'withdrawn'] }) state!: HandoffRow['state'];
  @ApiProperty() note!: string;
  @ApiProperty({ description: 'Name of a member' }) offeredBy!: string;
  @ApiProperty() offeredAt!: Date;
  @ApiProperty({ description: 'Why it was returned' }) answer!: string;
  @ApiProperty({ type: String, nullable: true }) answeredBy!: string | null;
  @ApiProperty({ type: Date, nullable: true }) answeredAt!: Date | null;
}

export const HandoffList = listOf(HandoffShape, 'HandoffList');
