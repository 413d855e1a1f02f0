import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { AuditRow } from '../../queries/index.js';
import { listOf } from '../page.js';

const FACTS = { type: Object, nullable: true, additionalProperties: true } as const;

@ApiSchema({ name: 'AuditSubject' })
export class AuditSubjectShape {
  @ApiProperty({ example: 'calendar' }) type!: string;
  @ApiProperty({ example: 'office' }) id!: string;
}

@ApiSchema({ name: 'AuditActor' })
export class AuditActorShape {
  @ApiProperty({ enum: ['member', 'customer', 'system', 'bot', 'nobody'] }) kind!: string;
  @ApiProperty({ type: String, nullable: true }) id!: string | null;
  @ApiProperty({ type: String, nullable: true }) name!: string | null;
}

@ApiSchema({ name: 'AuditEntry' })
export class AuditEntryShape {
  @ApiProperty() id!: string;
  @ApiProperty() at!: Date;
  @ApiProperty() by!: AuditActorShape;
  @ApiProperty({ type: String, nullable: true, description: 'From where it was asked for' })
  address!: string | null;
  @ApiProperty({ type: String, nullable: true, description: '`X-Request-Id` of the request' })
  requestId!: string | null;
  @ApiProperty({ example: 'calendar.changed' }) action!: string;
  @ApiProperty() subject!: AuditSubjectShape;
  @ApiProperty({ ...FACTS, description: 'The facts that changed, as they were' })
  before!: Record<string, unknown> | null;
  @ApiProperty({ ...FACTS, description: 'The facts that changed, as they are since' })
  after!: Record<string, unknown> | null;
}

export const AuditEntryList = listOf(AuditEntryShape, 'AuditEntryList');

export function auditEntry(row: AuditRow): AuditEntryShape {
  const { id, at, address, requestId, action, before, after } = row;
  return {
    id,
    at,
    by: { kind: row.actorKind, id: row.actorId, name: row.actorName },
    address,
    requestId,
    action,
    subject: { type: row.subjectType, id: row.subjectId },
    before,
    after,
  };
}
