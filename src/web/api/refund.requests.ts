import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsInt, IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { REFUND_STATES } from '../../refunds/index.js';
import { Optional } from './fields.js';
import { PageQuery } from './page.js';

export class RefundsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: REFUND_STATES })
  @Optional()
  @IsIn(REFUND_STATES)
  state?: string;
}

export class RequestRefund {
  @ApiProperty({ example: '20261120123456' })
  @IsString()
  order!: string;

  @ApiProperty({ example: '68.50', description: 'A decimal string' })
  @IsString()
  amount!: string;

  @ApiPropertyOptional({ example: 'CNY', default: 'CNY' })
  @Optional()
  @IsString()
  currency?: string;

  @ApiProperty()
  @IsString()
  reason!: string;
}

export class ApproveRefund {
  @ApiPropertyOptional({ description: 'Refused with 409 where the refund has another version by now' })
  @Optional()
  @IsInt()
  version?: number;
}

export class RejectRefund {
  @ApiProperty({ description: 'The customer is told' })
  @IsString()
  @MaxLength(2_000)
  reason!: string;
}

export class PayRefund {
  @ApiProperty({ description: 'Number of the payment voucher' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  voucher!: string;
}
