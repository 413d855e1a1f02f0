import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import { REFUND_STATES, type RefundView } from '../../../refunds/index.js';
import { listOf } from '../page.js';
import { PersonShape } from './person.shape.js';

@ApiSchema({ name: 'EarlierRefund' })
class EarlierShape {
  @ApiProperty({ example: 'T100001' }) ticket!: string;
  @ApiProperty({ description: 'The name of the customer' }) customer!: string;
  @ApiProperty({ example: '68.50' }) amount!: string;
  @ApiProperty({ example: 'CNY' }) currency!: string;
  @ApiProperty({ enum: REFUND_STATES }) state!: string;
}

@ApiSchema({ name: 'BroughtIn' })
class BroughtInShape {
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'The name of the colleague who invited the person',
  })
  by!: string | null;
  @ApiProperty({ type: String, nullable: true, description: 'The administrator who confirmed the person' })
  confirmedBy!: string | null;
}

@ApiSchema({ name: 'BroughtInPair' })
class BroughtInPairShape {
  @ApiProperty() asker!: BroughtInShape;
  @ApiProperty({ type: BroughtInShape, nullable: true }) decider!: BroughtInShape | null;
}

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
  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What other refunds of the order in this currency have paid',
  })
  paidBefore!: string | null;
  @ApiProperty({ type: [EarlierShape], description: 'Other refunds of the order, newest first, at most 20' })
  earlier!: EarlierShape[];
  @ApiProperty({
    type: String,
    nullable: true,
    description:
      'Not null if the order was refunded before: an approval sends it back, to say that this was seen',
  })
  confirm!: string | null;
  @ApiProperty({ description: 'Who brought in whoever asked and whoever decided' })
  broughtIn!: BroughtInPairShape;
}

export const RefundList = listOf(RefundShape, 'RefundList');

export function refund(row: RefundView): RefundShape {
  const { id, number, customer, order, amount, currency, reason, state, version } = row;
  const { requestedBy, requestedAt, decidedBy, decidedAt, rejection, voucher, paidBy, paidAt, withdrawnAt } =
    row;
  const { paidBefore, earlier, confirm, broughtIn } = row;
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
    paidBefore,
    earlier: earlier.map(({ number: ticket, ...facts }) => ({ ticket, ...facts })),
    confirm,
    broughtIn,
  };
}
