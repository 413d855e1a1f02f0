import { Body, Get, Param, Post, Res } from '@nestjs/common';
import { ApiProduces } from '@nestjs/swagger';
import type { Response } from 'express';
import { Invalid } from '../../platform/http/index.js';
import { Erasure, ErasureRecords, Exports, Persons } from '../../retention/index.js';
import type { Member } from '../../staff/index.js';
import { CurrentMember, OnlyFor } from '../auth/index.js';
import { CustomerQueries } from '../queries/index.js';
import { archive } from '../view/index.js';
import {
  EraseCustomer,
  ErasuresShape,
  PersonExportsShape,
  personExports,
} from './shapes/customer-data.shape.js';
import { Api, Reads, Writes } from './endpoints.js';

@Api('customers/:id', 'retention')
@OnlyFor(['admin'])
export class CustomerLeavingController {
  constructor(
    private readonly customers: CustomerQueries,
    private readonly exports: Exports,
    private readonly erasure: Erasure,
    private readonly records: ErasureRecords,
    private readonly persons: Persons,
  ) {}

  @Get('exports')
  @Reads('The archives of a person that were asked for, for administrators', PersonExportsShape)
  async list(@CurrentMember() member: Member, @Param('id') id: string) {
    const customer = await this.customers.one(member, id);
    return personExports(await this.exports.ofCustomer(customer.id));
  }

  @Post('exports')
  @Writes('Have everything that is kept of a person made into one archive', PersonExportsShape, 201)
  async ask(@CurrentMember() member: Member, @Param('id') id: string) {
    const customer = await this.customers.one(member, id);
    await this.exports.ask(customer.id, member);
    return personExports(await this.exports.ofCustomer(customer.id));
  }

  @Get('exports/:export/file')
  @ApiProduces('application/gzip')
  @Reads('The archive, until it expires', Object)
  async fetch(
    @CurrentMember() member: Member,
    @Param('id') id: string,
    @Param('export') exportId: string,
    @Res() response: Response,
  ): Promise<void> {
    const customer = await this.customers.one(member, id);
    await archive(
      response,
      await this.exports.fetch(customer.id, exportId, member),
      `customer-${customer.id}.tar.gz`,
    );
  }

  @Get('erasure')
  @Reads('What was erased of a person, and what stands against it', ErasuresShape)
  async erasures(@CurrentMember() member: Member, @Param('id') id: string): Promise<ErasuresShape> {
    const customer = await this.customers.one(member, id);
    const obstacles = await this.records.obstacles(await this.persons.find(customer.id));
    return { data: await this.records.ofCustomer(customer.id), obstacles };
  }

  @Post('erasure')
  @Writes('Erase the person for ever; 409 says what stands against it', ErasuresShape)
  async erase(@CurrentMember() member: Member, @Param('id') id: string, @Body() { name }: EraseCustomer) {
    const customer = await this.customers.one(member, id);
    if (name !== customer.name) throw Invalid.field('name', 'invalid');
    await this.erasure.erase(customer.id, member);
    return this.erasures(member, customer.id);
  }
}
