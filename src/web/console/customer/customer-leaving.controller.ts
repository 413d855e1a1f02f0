import { Controller, Get, Param, Res, UseGuards } from '@nestjs/common';
import type { Response } from 'express';
import { IdPipe, Invalid } from '../../../platform/http/index.js';
import { Erasure, Exports } from '../../../retention/index.js';
import type { Member } from '../../../staff/index.js';
import { CurrentMember, OnlyFor, SessionGuard } from '../../auth/index.js';
import { Fields, Form, FormsOf, type Texts } from '../../forms/index.js';
import { CustomerQueries } from '../../queries/index.js';
import { archive } from '../../view/index.js';
import { CustomerDataPage } from './customer-data-page.service.js';

/** A person gets what is kept of them, or is taken out of it. */
@Controller('customers/:id/data')
@UseGuards(SessionGuard)
@OnlyFor(['admin'])
@FormsOf(CustomerDataPage)
export class CustomerLeavingController {
  constructor(
    private readonly customers: CustomerQueries,
    private readonly exports: Exports,
    private readonly erasure: Erasure,
  ) {}

  @Form('exports', 'customer_export')
  async ask(@CurrentMember() by: Member, @Param('id', IdPipe) id: string): Promise<void> {
    await this.customers.one(by, id);
    await this.exports.ask(id, by);
  }

  @Get('exports/:export/file')
  async fetch(
    @CurrentMember() by: Member,
    @Param('id', IdPipe) id: string,
    @Param('export', IdPipe) exportId: string,
    @Res() response: Response,
  ): Promise<void> {
    await archive(response, await this.exports.fetch(id, exportId, by), `customer-${id}.tar.gz`);
  }

  /** Nobody erases by a slip: the name has to be typed. */
  @Form('erasure', 'customer_erase')
  async erase(
    @CurrentMember() by: Member,
    @Param('id', IdPipe) id: string,
    @Fields('name') { name }: Texts<'name'>,
  ): Promise<void> {
    const customer = await this.customers.one(by, id);
    if (name !== customer.name) throw Invalid.field('name', name === '' ? 'required' : 'invalid');
    await this.erasure.erase(id, by);
  }
}
