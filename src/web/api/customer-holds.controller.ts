import { Body, Delete, Get, Param, Post } from '@nestjs/common';
import { LegalHolds } from '../../retention/index.js';
import type { Member } from '../../staff/index.js';
import { CurrentMember, OnlyFor } from '../auth/index.js';
import { CustomerQueries } from '../queries/index.js';
import { legalHolds, LegalHoldsShape, SetLegalHold } from './shapes/customer-data.shape.js';
import { Api, Reads, Writes } from './endpoints.js';

@Api('customers/:id/holds', 'retention')
@OnlyFor(['admin'])
export class CustomerHoldsController {
  constructor(
    private readonly customers: CustomerQueries,
    private readonly holds: LegalHolds,
  ) {}

  @Get()
  @Reads('The legal holds on a customer and what belongs to it, for administrators', LegalHoldsShape)
  async list(@CurrentMember() member: Member, @Param('id') id: string) {
    const customer = await this.customers.one(member, id);
    return legalHolds(await this.holds.ofCustomer(customer.id));
  }

  @Post()
  @Writes('Hold the customer, a ticket or a conversation: nothing of it is erased', LegalHoldsShape, 201)
  async set(@CurrentMember() member: Member, @Param('id') id: string, @Body() body: SetLegalHold) {
    const customer = await this.customers.one(member, id);
    const until = body.until === undefined ? null : new Date(body.until);
    await this.holds.set(customer.id, { ...body, until }, member);
    return legalHolds(await this.holds.ofCustomer(customer.id));
  }

  @Delete(':hold')
  @Writes('Lift a legal hold', LegalHoldsShape)
  async lift(@CurrentMember() member: Member, @Param('id') id: string, @Param('hold') hold: string) {
    const customer = await this.customers.one(member, id);
    await this.holds.lift(customer.id, hold, member);
    return legalHolds(await this.holds.ofCustomer(customer.id));
  }
}
