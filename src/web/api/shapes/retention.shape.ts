import { ApiProperty, ApiPropertyOptional, ApiSchema } from '@nestjs/swagger';
import { IsInt } from 'class-validator';
import {
  BOUNDS,
  RETENTION_CLASSES,
  type RetentionClass,
  type RetentionDays,
  type RetentionRun,
} from '../../../retention/index.js';
import { Optional } from '../fields.js';

const Days = (key: RetentionClass) => (target: object, name: string) => {
  const { least, most } = BOUNDS[key];
  ApiPropertyOptional({ type: Number, minimum: least, maximum: most })(target, name);
  Optional()(target, name);
  IsInt({ message: 'not_whole' })(target, name);
};

export class RetentionChange {
  @Days('deliveries') deliveries?: number;
  @Days('messages') messages?: number;
  @Days('tickets') tickets?: number;
  @Days('events') events?: number;
  @Days('envelopes') envelopes?: number;
}

@ApiSchema({ name: 'RetentionClass' })
export class RetentionClassShape {
  @ApiProperty({ enum: RETENTION_CLASSES }) key!: RetentionClass;
  @ApiProperty() days!: number;
  @ApiProperty() least!: number;
  @ApiProperty() most!: number;
}

@ApiSchema({ name: 'WouldRemove' })
export class WouldRemoveShape {
  @ApiProperty() deliveries!: number;
  @ApiProperty() messages!: number;
  @ApiProperty() tickets!: number;
  @ApiProperty() envelopes!: number;
  @ApiProperty({ type: [String], description: 'Months of the history', example: ['2024-05'] })
  months!: string[];
}

@ApiSchema({ name: 'RetentionRun' })
export class RetentionRunShape {
  @ApiProperty({ example: '2026-11-30' }) night!: string;
  @ApiProperty() begunAt!: Date;
  @ApiProperty({ type: Date, nullable: true }) finishedAt!: Date | null;
  @ApiProperty({ type: Object, additionalProperties: true }) removed!: RetentionRun['removed'];
}

@ApiSchema({ name: 'Retention' })
export class RetentionShape {
  @ApiProperty({ type: [RetentionClassShape] }) classes!: RetentionClassShape[];
  @ApiProperty({ type: [RetentionRunShape] }) runs!: RetentionRunShape[];
}

export function retentionShape(days: RetentionDays, runs: RetentionRun[]): RetentionShape {
  return { classes: RETENTION_CLASSES.map((key) => ({ key, days: days[key], ...BOUNDS[key] })), runs };
}
