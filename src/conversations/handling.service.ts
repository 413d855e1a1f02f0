import { Injectable } from '@nestjs/common';
import { type Person, Identities } from '../customers/index.js';
import { Events } from '../platform/events/index.js';
import {
  type ChannelAccount,
  type Inbound,
  type InboundFact,
  ContactLedger,
  Receipts,
} from '../delivery/index.js';
import type { Heard } from './heard.js';
import { MessageIntake } from './message-intake.service.js';

@Injectable()
export class Handling {
  constructor(
    private readonly identities: Identities,
    private readonly intake: MessageIntake,
    private readonly ledger: ContactLedger,
    private readonly receipts: Receipts,
    private readonly events: Events,
  ) {}

  /**
   * Runs in the transaction that stores the push. `heard` is when the customer acted by our clock. Returns the identity
   * that the response may answer, if any.
   */
  async handle(account: ChannelAccount, inbound: Inbound, heard: Heard): Promise<string | null> {
    const { fact } = inbound;
    if (fact.type === 'ignored') return null;
    if (fact.type === 'delivery_receipt' || fact.type === 'delivery_receipts') {
      for (const receipt of 'receipts' in fact ? fact.receipts : [fact])
        await this.receipts.apply(account, inbound.externalId, receipt);
      return null;
    }
    const text = fact.type === 'message' ? fact.text : '';
    const known = await this.identities.meet(account.id, inbound.externalId, text);
    if (fact.type === 'message') await this.intake.take(account, known, { fact, ...heard });
    else await this.contact(known, fact.type === 'checked' ? { ...fact, told: inbound.at } : fact, heard);
    return fact.type === 'unfollowed' ? null : known.identityId;
  }

  private async contact(known: Person, fact: ContactChange, heard: Heard): Promise<void> {
    const { identityId, customerId, language } = known;
    const subject = { type: 'customer', id: customerId } as const;
    const who = { identityId, customerId, language };
    const by = { kind: 'customer', id: customerId } as const;
    switch (fact.type) {
      case 'followed':
        await this.ledger.touch(identityId, 'follow', heard);
        return this.events.record('contact.followed', subject, { ...who, ...sceneOf(fact) }, by);
      case 'unfollowed':
        if (!(await this.ledger.leave(identityId, heard.at))) return;
        return this.events.record('contact.unfollowed', subject, who, by);
      case 'scanned':
        await this.ledger.touch(identityId, 'scan', heard);
        return this.events.record('contact.scanned', subject, { ...who, scene: fact.scene }, by);
      case 'menu_clicked':
        await this.ledger.touch(identityId, 'menu', heard);
        return this.events.record('contact.menu_clicked', subject, { ...who, item: fact.item }, by);
      case 'consents':
        return this.events.record('contact.consented', subject, { ...who, consents: fact.consents }, by);
      case 'checked':
        await this.ledger.touch(identityId, 'message', heard);
        return this.events.record('contact.checked', subject, { ...who, ...checked(fact) }, by);
      case 'data_withdrawn':
        return this.events.record('contact.data_withdrawn', subject, { ...who, scopes: fact.scopes }, by);
    }
  }
}

/** A test of the account also compares the clocks, so it needs the time as the provider told it. */
type Checked = Extract<InboundFact, { type: 'checked' }> & { told: Date };

type ContactChange =
  | Checked
  | Exclude<
      InboundFact,
      { type: 'message' | 'checked' | 'delivery_receipt' | 'delivery_receipts' | 'ignored' }
    >;

function sceneOf({ scene }: { scene?: string }): { scene?: string } {
  return scene === undefined ? {} : { scene };
}

function checked({ type: _, told, ...fact }: Checked) {
  return { ...fact, sentAt: told.toISOString() };
}
