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

/** The version of the refund that the caller saw. */
export class SeenVersion {
  @ApiProperty({
    type: 'integer',
    description: 'The version you saw. Another one by now is refused with 409, which tells what is there now',
  })
  @IsInt()
  version!: number;
}

export class ApproveRefund extends SeenVersion {
  @ApiPropertyOptional({
    description: 'The `confirm` of the refund, where its order was refunded before: you have seen `earlier`',
  })
  @Optional()
  @IsString()
  confirm?: string;
}

export class RejectRefund extends SeenVersion {
  @ApiProperty({ description: 'The customer is told' })
  @IsString()
  @MaxLength(2_000)
  reason!: string;
}

export class PayRefund extends SeenVersion {
  @ApiProperty({ description: 'Number of the payment voucher' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(200)
  voucher!: string;
}
