import { ApiProperty, ApiSchema, OmitType } from '@nestjs/swagger';
import { listOf } from '../page.js';
import { LegalHoldShape } from './customer-data.shape.js';

@ApiSchema({ name: 'HeldCustomer' })
export class HeldCustomerShape {
  @ApiProperty() id!: string;
  @ApiProperty() name!: string;
}

@ApiSchema({ name: 'StandingHold' })
export class StandingHoldShape extends OmitType(LegalHoldShape, ['stands', 'liftedBy', 'liftedAt'] as const) {
  @ApiProperty({ type: HeldCustomerShape }) customer!: HeldCustomerShape;
}

export const StandingHoldList = listOf(StandingHoldShape, 'StandingHoldList');
