import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsNotEmpty, IsString, MaxLength } from 'class-validator';
import type { Tier } from '../../customers/index.js';
import { LANGUAGES } from '../../platform/text/index.js';
import { AreOf, IsHolder, Optional } from './fields.js';
import { PageQuery } from './page.js';

const TIERS: Tier[] = ['standard', 'member', 'vip'];

export class ConversationsQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'One or several, separated by commas', example: 'waiting,active' })
  @Optional()
  @AreOf(['waiting', 'active', 'ended'])
  state?: string;

  @ApiPropertyOptional({ description: 'An id, `me` or `none`' })
  @Optional()
  @IsHolder()
  assignee?: string;
}

export class CustomersQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Part of a name' })
  @Optional()
  @IsString()
  @MaxLength(100)
  q?: string;
}

export class ChangeType {
  @ApiProperty({
    minimum: 0,
    maximum: 365,
    description: 'Days in which a word of the customer reopens a ticket',
  })
  @IsInt({ message: 'invalid' })
  reopenDays!: number;
}

export class ChangeCustomer {
  @ApiPropertyOptional({ maxLength: 100 })
  @Optional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(100)
  name?: string;

  @ApiPropertyOptional({ enum: TIERS })
  @Optional()
  @IsIn(TIERS)
  tier?: Tier;

  @ApiPropertyOptional({ enum: LANGUAGES })
  @Optional()
  @IsIn(LANGUAGES)
  language?: string;
}
