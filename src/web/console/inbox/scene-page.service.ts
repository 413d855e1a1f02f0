import { Injectable } from '@nestjs/common';
import { type SceneCode, Scenes } from '../../../conversations/index.js';
import { requireId } from '../../../platform/http/index.js';
import { CustomerRights, Tickets } from '../../../tickets/index.js';
import { back, type FormPage, readTyped, type Refused, textAt } from '../../forms/index.js';
import { CustomerQueries, TicketQueries } from '../../queries/index.js';
import { codePicture } from '../../view/index.js';
import { type MemberRequest, readerOf, Workbench } from '../workbench.service.js';

/** Shows the code that a customer scans to be recognised or, after a refusal, why there is none. */
@Injectable()
export class ScenePage implements FormPage {
  constructor(
    private readonly customers: CustomerQueries,
    private readonly tickets: TicketQueries,
    private readonly scenes: Scenes,
    private readonly rights: CustomerRights,
    private readonly locks: Tickets,
    private readonly workbench: Workbench,
  ) {}

  home(request: MemberRequest): string {
    return back(request, '/inbox');
  }

  async make(request: MemberRequest, customerId: string): Promise<string> {
    const member = readerOf(request);
    const customer = await this.customers.one(member, customerId);
    await this.rights.require(member, customer.id);
    const number = textAt(readTyped(request.body), 'ticket');
    if (number !== '') await this.locks.requireMay(member, number, 'bind');
    const ticket = number === '' ? undefined : await this.tickets.one(member, number);
    const made = await this.scenes.make(member, { customerId: customer.id, ticketId: ticket?.id ?? null });
    return this.draw(request, customer, { number, ...shown(made) });
  }

  async render(request: MemberRequest, refused?: Refused): Promise<string> {
    const id = requireId(String(request.params.id));
    return this.draw(request, await this.customers.one(readerOf(request), id), { refused });
  }

  private draw(request: MemberRequest, customer: object, more: object): Promise<string> {
    const title = this.workbench.speech(request).t('scene.title');
    return this.workbench.render(request, 'console/scene', {
      title,
      customer,
      ...more,
      back: this.home(request),
    });
  }
}

function shown({ text, expiresAt }: SceneCode) {
  return { picture: codePicture(text), address: text, expiresAt };
}
