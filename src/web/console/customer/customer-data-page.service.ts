import { Injectable } from '@nestjs/common';
import { DateTime } from 'luxon';
import { requireId } from '../../../platform/http/index.js';
import type { FormPage, Refused } from '../../forms/index.js';
import { CustomerQueries } from '../../queries/index.js';
import type { Speech } from '../../view/index.js';
import { type MemberRequest, readerOf, Workbench } from '../workbench.service.js';
import { type CustomerThing, CustomerThings } from './customer-things.queries.js';
import { KeptOfCustomer } from './kept-of-customer.service.js';

/** What is kept of a customer, and what stops that it goes. */
@Injectable()
export class CustomerDataPage implements FormPage {
  constructor(
    private readonly customers: CustomerQueries,
    private readonly things: CustomerThings,
    private readonly kept: KeptOfCustomer,
    private readonly workbench: Workbench,
  ) {}

  home(request: MemberRequest): string {
    return `/customers/${idIn(request)}/data`;
  }

  async render(request: MemberRequest, refused?: Refused): Promise<string> {
    const customer = await this.customers.one(readerOf(request), idIn(request));
    const speech = this.workbench.speech(request);
    return this.workbench.render(request, 'console/customer-data', {
      refused,
      customer,
      ...(await this.kept.of(customer.id)),
      subjects: [
        { value: `customer:${customer.id}`, label: speech.t('customer_data.whole_customer') },
        ...(await this.things.of(customer.id)).map((thing) => optionOf(thing, speech)),
      ],
    });
  }
}

function optionOf({ type, id, number, startedAt }: CustomerThing, { t, zone }: Speech) {
  const day = DateTime.fromJSDate(startedAt, { zone }).toISODate();
  const label = t(`customer_data.subject_${type}`, { number, day });
  return { value: `${type}:${id}`, label };
}

function idIn({ params }: MemberRequest): string {
  return requireId(String(params.id));
}
