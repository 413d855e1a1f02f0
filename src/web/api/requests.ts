import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  IsIn,
  IsInt,
  IsISO8601,
  IsNotEmpty,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateIf,
} from 'class-validator';
import { PRIORITIES, type Priority } from '../../tickets/index.js';

const KEY = /^[a-z][a-z0-9_-]{0,40}$/;
const AN_ID = /^\d{1,18}$/;

/** Bodies and query strings of the API. Unknown fields are refused. */
export class PageQuery {
  @ApiPropertyOptional({ description: 'From `next` of the page before' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  cursor?: string;

  @ApiPropertyOptional({ minimum: 1, maximum: 100, default: 50, type: Number })
  @IsOptional()
  limit?: string;
}

export class TicketsQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'One or several, separated by commas', example: 'new,open' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  status?: string;

  @ApiPropertyOptional({ example: 'P0,P1' })
  @IsOptional()
  @IsString()
  @MaxLength(20)
  priority?: string;

  @ApiPropertyOptional({ description: 'Keys of departments', example: 'finance' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  department?: string;

  @ApiPropertyOptional({ description: 'An id, `me` or `none`' })
  @IsOptional()
  @Matches(/^(me|none|\d{1,18})$/)
  assignee?: string;

  @ApiPropertyOptional({ example: 'refund' })
  @IsOptional()
  @IsString()
  @MaxLength(500)
  type?: string;

  @ApiPropertyOptional({ description: 'Id of a customer' })
  @IsOptional()
  @Matches(AN_ID)
  customer?: string;

  @ApiPropertyOptional({ description: 'Words of the subject, a number, an order number, a name' })
  @IsOptional()
  @IsString()
  @MaxLength(200)
  q?: string;

  @ApiPropertyOptional({ enum: ['newest', 'due'], default: 'newest' })
  @IsOptional()
  @IsIn(['newest', 'due'])
  sort?: 'newest' | 'due';
}

export class ConversationsQuery extends PageQuery {
  @ApiPropertyOptional({ example: 'waiting,active' })
  @IsOptional()
  @Matches(/^(waiting|active|ended)(,(waiting|active|ended))*$/)
  state?: string;

  @ApiPropertyOptional({ description: 'An id, `me` or `none`' })
  @IsOptional()
  @Matches(/^(me|none|\d{1,18})$/)
  assignee?: string;
}

export class CustomersQuery extends PageQuery {
  @ApiPropertyOptional({ description: 'Part of a name' })
  @IsOptional()
  @IsString()
  @MaxLength(100)
  q?: string;
}

export class CreateTicket {
  @ApiProperty({ maxLength: 200 })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  subject!: string;

  @ApiProperty({ example: 'inquiry' })
  @Matches(KEY)
  type!: string;

  @ApiPropertyOptional({ enum: PRIORITIES })
  @IsOptional()
  @IsIn(PRIORITIES)
  priority?: Priority;

  @ApiPropertyOptional({ description: "Key of a department; the type's where left out" })
  @IsOptional()
  @Matches(KEY)
  department?: string;

  @ApiPropertyOptional({ description: 'Id of the customer; needed without `conversation`' })
  @ValidateIf((given: CreateTicket) => given.conversation === undefined)
  @Matches(AN_ID, { message: 'customer (or conversation) is the id of one' })
  customer?: string;

  @ApiPropertyOptional({ description: 'Id of the conversation it is about' })
  @IsOptional()
  @Matches(AN_ID)
  conversation?: string;

  @ApiPropertyOptional({ type: Object, example: { order: '20261120123456' } })
  @IsOptional()
  @IsObject()
  fields?: Record<string, string>;
}

export class ChangeTicket {
  @ApiPropertyOptional({ maxLength: 200 })
  @IsOptional()
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  subject?: string;

  @ApiPropertyOptional()
  @IsOptional()
  @Matches(KEY)
  type?: string;

  @ApiPropertyOptional({ enum: PRIORITIES })
  @IsOptional()
  @IsIn(PRIORITIES)
  priority?: Priority;

  @ApiPropertyOptional({
    enum: ['open', 'waiting_on_customer'],
    description: 'Other statuses have addresses of their own',
  })
  @IsOptional()
  @IsIn(['open', 'waiting_on_customer'])
  status?: 'open' | 'waiting_on_customer';

  @ApiPropertyOptional({
    nullable: true,
    type: String,
    description: 'Id of a member of the department, or null',
  })
  @IsOptional()
  @ValidateIf((given: ChangeTicket) => given.assignee !== null)
  @Matches(AN_ID)
  assignee?: string | null;

  @ApiPropertyOptional({ type: Object })
  @IsOptional()
  @IsObject()
  fields?: Record<string, string>;

  @ApiPropertyOptional({ description: 'Refused with 409 where the ticket has another version by now' })
  @IsOptional()
  @IsInt()
  version?: number;
}

export class Words {
  @ApiProperty({ maxLength: 10000 })
  @IsString()
  @MaxLength(10_000)
  text!: string;
}

export class OfferHandoff {
  @ApiProperty({ example: 'finance' })
  @Matches(KEY)
  department!: string;

  @ApiProperty({ description: 'What the other department needs to know' })
  @IsString()
  @MaxLength(5_000)
  note!: string;
}

export class AnswerHandoff {
  @ApiProperty({ enum: ['accepted', 'returned', 'withdrawn'] })
  @IsIn(['accepted', 'returned', 'withdrawn'])
  state!: 'accepted' | 'returned' | 'withdrawn';

  @ApiPropertyOptional({ description: 'Required to return it' })
  @IsOptional()
  @IsString()
  @MaxLength(5_000)
  reason?: string;
}

export class HoldTicket {
  @ApiProperty()
  @IsString()
  @MaxLength(2_000)
  reason!: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'When it ends by itself' })
  @IsOptional()
  @IsISO8601()
  until?: string;
}

export class ResolveTicket {
  @ApiProperty({ description: 'What was done' })
  @IsString()
  @MaxLength(5_000)
  note!: string;
}

export class ReopenTicket {
  @ApiPropertyOptional()
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  reason?: string;
}

export class RequestRefund {
  @ApiProperty({ example: '20261120123456' })
  @IsString()
  @MaxLength(64)
  order!: string;

  @ApiProperty({ example: '68.50', description: 'A decimal string' })
  @IsString()
  @Matches(/^\d{1,12}(\.\d{1,2})?$/, { message: 'amount is a decimal string such as 68.50' })
  amount!: string;

  @ApiProperty({ example: 'CNY' })
  @Matches(/^[A-Z]{3}$/)
  currency!: string;

  @ApiProperty()
  @IsString()
  @MaxLength(2_000)
  reason!: string;
}

export class RejectRefund {
  @ApiProperty()
  @IsString()
  @MaxLength(2_000)
  reason!: string;
}

export class PayRefund {
  @ApiProperty({ description: 'Number of the payment voucher' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(64)
  voucher!: string;
}

export class RefundsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: ['requested', 'approved', 'paid', 'rejected'] })
  @IsOptional()
  @IsIn(['requested', 'approved', 'paid', 'rejected'])
  state?: string;
}
