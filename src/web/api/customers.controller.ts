import { Body, Get, Param, Patch, Query } from '@nestjs/common';
import { Profiles } from '../../customers/index.js';
import type { Member } from '../../staff/index.js';
import { CustomerRights } from '../../tickets/index.js';
import { CurrentMember } from '../auth/index.js';
import { CustomerQueries } from '../queries/index.js';
import { Api, Reads, Writes } from './endpoints.js';
import { ChangeCustomer, CustomersQuery } from './people.requests.js';
import { CustomerList, CustomerShape } from './shapes/people.shape.js';

@Api('customers')
export class CustomersController {
  constructor(
    private readonly queries: CustomerQueries,
    private readonly profiles: Profiles,
    private readonly rights: CustomerRights,
  ) {}

  @Get()
  @Reads('The customers of the conversations and tickets you may see, newest first', CustomerList)
  async list(@CurrentMember() member: Member, @Query() query: CustomersQuery) {
    return this.queries.list(member, query);
  }

  @Get(':id')
  @Reads('One customer', CustomerShape)
  async read(@CurrentMember() member: Member, @Param('id') id: string) {
    return this.queries.one(member, id);
  }

  @Patch(':id')
  @Writes('Correct name, tier or language', CustomerShape)
  async change(@CurrentMember() member: Member, @Param('id') id: string, @Body() body: ChangeCustomer) {
    await this.rights.require(member, id);
    await this.profiles.change(id, body, member);
    return this.queries.one(member, id);
  }
}
