import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsString, Matches, MaxLength } from 'class-validator';
import { MANY, type Many } from '../../delivery/index.js';
import { IsId, Optional } from './fields.js';
import { PageQuery } from './page.js';

const STATES = /^[a-z_]{1,20}(,[a-z_]{1,20}){0,9}$/;

export class DeliveriesQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'One or several, separated by commas', example: 'unknown,gave_up' })
  @Optional()
  @Matches(STATES, { message: 'unknown' })
  state?: string;

  @ApiPropertyOptional({ description: 'Key of a channel account' })
  @Optional()
  @IsString()
  @MaxLength(50)
  account?: string;

  @ApiPropertyOptional({ example: 'resolved' })
  @Optional()
  @IsString()
  @MaxLength(50)
  purpose?: string;
}

export class DecideDeliveries {
  @ApiProperty({
    enum: MANY,
    description: '`arrived` and `not_arrived` are your word; with `retry` they are sent again',
  })
  @IsIn(MANY, { message: 'unknown' })
  decision!: Many;

  @ApiProperty({ description: 'One or several, separated by commas', example: 'unknown' })
  @Matches(STATES, { message: 'unknown' })
  state!: string;

  @ApiPropertyOptional({ description: 'Key of a channel account' })
  @Optional()
  @IsString()
  @MaxLength(50)
  account?: string;

  @ApiPropertyOptional({ example: 'resolved' })
  @Optional()
  @IsString()
  @MaxLength(50)
  purpose?: string;

  @ApiPropertyOptional({ description: 'Newer deliveries than this are left alone' })
  @Optional()
  @IsId()
  upTo?: string;
}

export class SettleDelivery {
  @ApiProperty({ description: 'Whether you know that it arrived, or that it did not' })
  @IsBoolean()
  arrived!: boolean;
}

export class CallResult {
  @ApiProperty() @IsBoolean() reached!: boolean;

  @ApiPropertyOptional({ description: 'What was said, or why nobody answered', maxLength: 2000 })
  @Optional()
  @IsString()
  @MaxLength(2_000)
  note?: string;
}
