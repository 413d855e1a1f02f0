import { Injectable } from '@nestjs/common';
import { explainReason } from '../../channels/wechat-official/index.js';
import { type SceneCode, Scenes } from '../../conversations/index.js';
import { AppError } from '../../platform/http/index.js';
import { CustomerRights, Tickets } from '../../tickets/index.js';
import { CustomerQueries, TicketQueries } from '../queries/index.js';
import { back } from './back.js';
import { codePicture } from './code-picture.js';
import { type MemberRequest, readerOf, Workbench } from './workbench.service.js';

/** The code that a customer scans to be known. */
@Injectable()
export class ScenePage {
  constructor(
    private readonly customers: CustomerQueries,
    private readonly tickets: TicketQueries,
    private readonly rights: CustomerRights,
    private readonly locks: Tickets,
    private readonly scenes: Scenes,
    private readonly workbench: Workbench,
  ) {}

  /** `number`: of a ticket that is to be with whoever scans, else ''. */
  async draw(request: MemberRequest, customerId: string, number: string): Promise<string> {
    const member = readerOf(request);
    const customer = await this.customers.one(member, customerId);
    await this.rights.require(member, customer.id);
    if (number !== '') await this.locks.requireMay(member, number, 'bind');
    const ticket = number === '' ? undefined : await this.tickets.one(member, number);
    const subject = { customerId: customer.id, ticketId: ticket?.id ?? null };
    const made = await this.scenes.make(member, subject).catch(refusal);
    const { language, t } = this.workbench.speech(request);
    return this.workbench.render(request, 'console/scene', {
      title: t('scene.title'),
      customer,
      number,
      back: back(request, '/inbox'),
      ...(typeof made === 'string'
        ? { problem: made === '' ? t('scene.impossible') : explainReason(made, language) }
        : shown(made)),
    });
  }
}

function shown({ text, expiresAt }: SceneCode) {
  return { picture: codePicture(text), address: text, expiresAt };
}

function refusal(error: unknown): string {
  if (error instanceof AppError && error.code === 'scene_impossible') return '';
  if (error instanceof AppError && error.code === 'scene_refused') return String(error.details['reason']);
  throw error;
}
