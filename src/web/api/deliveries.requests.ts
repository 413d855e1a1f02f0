import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsString, Matches, MaxLength } from 'class-validator';
import { Optional } from './fields.js';
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
