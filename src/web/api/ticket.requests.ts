import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsNotEmpty, IsString, MaxLength, ValidateIf } from 'class-validator';
import { PRIORITIES, type Priority, STATUSES } from '../../tickets/index.js';
import { AreFields, AreKeys, AreOf, IsHolder, IsId, IsKey, Optional } from './fields.js';
import { TICKET_ORDERS, type TicketOrder } from '../queries/index.js';
import { PageQuery } from './page.js';

export class TicketsQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'One or several, separated by commas', example: 'new,open' })
  @Optional()
  @AreOf(STATUSES)
  status?: string;

  @ApiPropertyOptional({ example: 'P0,P1' })
  @Optional()
  @AreOf(PRIORITIES)
  priority?: string;

  @ApiPropertyOptional({ description: 'Keys of departments', example: 'finance' })
  @Optional()
  @AreKeys()
  department?: string;

  @ApiPropertyOptional({ description: 'An id, `me` or `none`' })
  @Optional()
  @IsHolder()
  assignee?: string;

  @ApiPropertyOptional({ description: 'Keys of types', example: 'refund' })
  @Optional()
  @AreKeys()
  type?: string;

  @ApiPropertyOptional({ description: 'Id of a customer' })
  @Optional()
  @IsId()
  customer?: string;

  @ApiPropertyOptional({ description: 'Words of the subject, a number, an order number, a name' })
  @Optional()
  @IsString()
  @MaxLength(200)
  q?: string;

  @ApiPropertyOptional({
    enum: TICKET_ORDERS,
    default: 'newest',
    description:
      '`due`: what is due first; `closing`: of those who wait for an answer, whose chat closes first',
  })
  @Optional()
  @IsIn(TICKET_ORDERS)
  sort?: TicketOrder;
}

class TicketBody {
  @ApiPropertyOptional({ enum: PRIORITIES })
  @Optional()
  @IsIn(PRIORITIES)
  priority?: Priority;

  @ApiPropertyOptional({
    type: Object,
    additionalProperties: { type: 'string' },
    example: { order: '20261120123456' },
  })
  @Optional()
  @AreFields()
  fields?: Record<string, string>;
}

export class CreateTicket extends TicketBody {
  @ApiProperty({ maxLength: 200 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  subject!: string;

  @ApiProperty({ example: 'inquiry' })
  @IsKey()
  type!: string;

  @ApiPropertyOptional({ description: "Key of a department; the type's where left out" })
  @Optional()
  @IsKey()
  department?: string;

  @ApiPropertyOptional({ description: 'Id of the customer; needed without `conversation`' })
  @ValidateIf(
    (given: CreateTicket, value: unknown) => given.conversation === undefined || value !== undefined,
  )
  @IsId()
  customer?: string;

  @ApiPropertyOptional({ description: 'Id of the conversation it is about' })
  @Optional()
  @IsId()
  conversation?: string;
}

export class ChangeTicket extends TicketBody {
  @ApiPropertyOptional({ maxLength: 200 })
  @Optional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  subject?: string;

  @ApiPropertyOptional()
  @Optional()
  @IsKey()
  type?: string;

  @ApiPropertyOptional({
    enum: ['open', 'waiting_on_customer'],
    description: 'Other statuses have addresses of their own',
  })
  @Optional()
  @IsIn(['open', 'waiting_on_customer'])
  status?: 'open' | 'waiting_on_customer';

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'Id of a member of the department; null gives it back',
  })
  @ValidateIf((_given: object, value: unknown) => value !== undefined && value !== null)
  @IsId()
  assignee?: string | null;

  @ApiPropertyOptional({ description: 'Refused with 409 where the ticket has another version by now' })
  @Optional()
  @IsInt()
  version?: number;
}
