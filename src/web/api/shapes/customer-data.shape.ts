import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDefined, IsIn, IsNotEmpty, IsString, MaxLength, ValidateNested } from 'class-validator';
import {
  type ErasureRecord,
  HELD_THINGS,
  type HeldThing,
  type LegalHold,
  type Obstacle,
  type PersonExport,
} from '../../../retention/index.js';
import { IsId, IsMoment, Optional } from '../fields.js';

@ApiSchema({ name: 'LegalHoldSubject' })
export class LegalHoldSubjectShape {
  @ApiProperty({ enum: HELD_THINGS })
  @IsIn(HELD_THINGS)
  type!: HeldThing;

  @ApiProperty()
  @IsId()
  id!: string;
}

export class SetLegalHold {
  @ApiProperty({ type: LegalHoldSubjectShape })
  @IsDefined()
  @ValidateNested()
  @Type(() => LegalHoldSubjectShape)
  subject!: LegalHoldSubjectShape;

  @ApiProperty({ maxLength: 500 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(500)
  reason!: string;

  @ApiPropertyOptional({ type: Date, description: 'Without it the hold stands until somebody lifts it' })
  @Optional()
  @IsMoment()
  until?: string;
}

export class EraseCustomer {
  @ApiProperty({ description: 'The name of the customer as it stands, so that nobody is erased by a slip' })
  @IsString()
  @MaxLength(500)
  name!: string;
}

@ApiSchema({ name: 'LegalHold' })
export class LegalHoldShape {
  @ApiProperty() id!: string;
  @ApiProperty({ type: LegalHoldSubjectShape }) subject!: LegalHoldSubjectShape;
  @ApiProperty({ type: String, nullable: true, example: 'T100001' }) number!: string | null;
  @ApiProperty() reason!: string;
  @ApiProperty({ type: Date, nullable: true }) until!: Date | null;
  @ApiProperty() setBy!: string;
  @ApiProperty() setAt!: Date;
  @ApiProperty({ type: String, nullable: true }) liftedBy!: string | null;
  @ApiProperty({ type: Date, nullable: true }) liftedAt!: Date | null;
  @ApiProperty() stands!: boolean;
}

@ApiSchema({ name: 'LegalHolds' })
export class LegalHoldsShape {
  @ApiProperty({ type: [LegalHoldShape] }) data!: LegalHoldShape[];
}

export const legalHolds = (data: LegalHold[]): LegalHoldsShape => ({ data });

@ApiSchema({ name: 'PersonExport' })
export class PersonExportShape {
  @ApiProperty() id!: string;
  @ApiProperty() askedBy!: string;
  @ApiProperty() askedAt!: Date;
  @ApiProperty({ enum: ['waiting', 'done', 'gone'] }) state!: PersonExport['state'];
  @ApiProperty({ type: Number, nullable: true }) bytes!: number | null;
  @ApiProperty({ type: Number, nullable: true }) files!: number | null;
  @ApiProperty({ type: Date, nullable: true }) expiresAt!: Date | null;
}

@ApiSchema({ name: 'PersonExports' })
export class PersonExportsShape {
  @ApiProperty({ type: [PersonExportShape] }) data!: PersonExportShape[];
}

@ApiSchema({ name: 'Erasure' })
export class ErasureShape {
  @ApiProperty() id!: string;
  @ApiProperty({ enum: ['asked', 'withdrawn'] }) cause!: ErasureRecord['cause'];
  @ApiProperty({ type: String, nullable: true }) askedBy!: string | null;
  @ApiProperty() askedAt!: Date;
  @ApiProperty({ enum: ['waiting', 'done'] }) state!: ErasureRecord['state'];
  @ApiProperty({ enum: ['hold', 'refund'], isArray: true }) obstacles!: Obstacle[];
  @ApiProperty({ type: Object, additionalProperties: { type: 'number' } }) removed!: Record<string, number>;
  @ApiProperty({ type: Date, nullable: true }) doneAt!: Date | null;
}

@ApiSchema({ name: 'Erasures' })
export class ErasuresShape {
  @ApiProperty({ type: [ErasureShape] }) data!: ErasureShape[];
  @ApiProperty({
    enum: ['hold', 'refund'],
    isArray: true,
    description: 'What stands against an erasure now',
  })
  obstacles!: Obstacle[];
}

export const personExports = (rows: PersonExport[]): PersonExportsShape => ({
  data: rows.map(({ bytes, ...row }) => ({ ...row, bytes: bytes === null ? null : Number(bytes) })),
});
