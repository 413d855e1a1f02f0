import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { REFUND_STATES, type RefundView } from '../../refunds/index.js';
import { listOf } from './page.js';
import { PersonShape } from './person.shape.js';

@ApiSchema({ name: 'Refund' })
export class RefundShape {
  @ApiProperty() id!: string;
  @ApiProperty({ example: 'T100001' }) ticket!: string;
  @ApiProperty() customer!: PersonShape;
  @ApiProperty() order!: string;
  @ApiProperty({ example: '68.50' }) amount!: string;
  @ApiProperty({ example: 'CNY' }) currency!: string;
  @ApiProperty() reason!: string;
  @ApiProperty({ enum: REFUND_STATES }) state!: string;
  @ApiProperty() requestedBy!: PersonShape;
  @ApiProperty() requestedAt!: Date;
  @ApiProperty({ type: PersonShape, nullable: true }) decidedBy!: PersonShape | null;
  @ApiProperty({ type: Date, nullable: true }) decidedAt!: Date | null;
  @ApiProperty({ type: String, nullable: true, description: 'Why it was rejected' })
  rejection!: string | null;
  @ApiProperty({ type: String, nullable: true }) voucher!: string | null;
  @ApiProperty({ type: PersonShape, nullable: true }) paidBy!: PersonShape | null;
  @ApiProperty({ type: Date, nullable: true }) paidAt!: Date | null;
  @ApiProperty({ type: Date, nullable: true }) withdrawnAt!: Date | null;
  @ApiProperty({ type: 'integer' }) version!: number;
}

export const RefundList = listOf(RefundShape, 'RefundList');

export function refund(row: RefundView): RefundShape {
  const { id, number, customer, order, amount, currency, reason, state, version } = row;
  const { requestedBy, requestedAt, decidedBy, decidedAt, rejection, voucher, paidBy, paidAt, withdrawnAt } = row;
  return {
    id,
    ticket: number,
    customer,
    order,
    amount,
    currency,
    reason,
    state,
    requestedBy,
    requestedAt,
    decidedBy,
    decidedAt,
    rejection,
    voucher,
    paidBy,
    paidAt,
    withdrawnAt,
    version,
  };
}
