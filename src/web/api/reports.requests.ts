import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, Matches } from 'class-validator';
import { type Dimension, DIMENSIONS } from '../../reports/index.js';
import { Optional } from './fields.js';

export class PromisesQuery {
  @ApiPropertyOptional({ example: '2026-11', description: 'The present month if left out or in the future' })
  @Optional()
  @Matches(/^[12]\d{3}-(0[1-9]|1[0-2])$/, { message: 'bad_date' })
  month?: string;

  @ApiPropertyOptional({
    enum: DIMENSIONS,
    default: 'policy',
    description: 'What the numbers are told apart by; `month` counts the twelve months up to `month`',
  })
  @Optional()
  @IsIn(DIMENSIONS)
  by?: Dimension;
}
