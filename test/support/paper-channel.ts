import { Locked } from '../../src/platform/crypto/index.js';
import {
  type Channel,
  type ChannelAccount,
  type Inbound,
  type InboundFact,
  type KeptPush,
  type Outbound,
  type Route,
  type SendOutcome,
  UnreadPush,
} from '../../src/delivery/index.js';

/**
 * This channel sends nothing and keeps each message in `sent`. A test chooses what a send is answered:
 * `shop.paper.answers.push({ state: 'refused', then: 'retry', reason: 'busy' })`.
 */
export class PaperChannel implements Channel {
  readonly kind = 'paper';
  readonly pictures = { types: ['image/png'], bytes: 1000 };
  readonly sent: { text: string; route: Route; to: string; attachment?: string }[] = [];
  readonly answers: SendOutcome[] = [];
  readonly typed: string[] = [];
  readonly scenes: string[] = [];
  /** What was kept sealed can be opened as long as this is false. */
  keyLost = false;
  /** Nothing opens the secrets of this account, by id. */
  locked?: string;
  templates: string[] = [];
  private count = 0;

  repeatableFor(route: Route): number {
    return route === 'template' ? 600 : 0;
  }

  async *routes({ purpose }: { purpose: string }): AsyncGenerator<Route> {
    yield 'customer_message';
    if (this.templates.includes(purpose)) yield 'template';
  }

  async send(outbound: Outbound, route: Route): Promise<SendOutcome> {
    const { text, attachment } = outbound.content;
    this.sent.push({
      text,
      route,
      to: outbound.externalId,
      ...(attachment && { attachment: attachment.kind }),
    });
    return this.answers.shift() ?? { state: 'accepted', providerId: outbound.id };
  }

  async typing(_account: ChannelAccount, externalId: string): Promise<void> {
    this.typed.push(externalId);
  }

  async sceneCode(_account: ChannelAccount, scene: string): Promise<{ text: string }> {
    this.scenes.push(scene);
    return { text: `https://paper.example/q/${scene}` };
  }

  async read({ body, sealed }: KeptPush, account: ChannelAccount): Promise<Inbound> {
    if (account.id === this.locked) throw new Locked('No key of SECRET_KEY opens this value');
    if (sealed && this.keyLost) throw new UnreadPush('unparsable');
    const clear = sealed ? Buffer.from(body, 'base64').toString() : body;
    const kept = { ...(JSON.parse(clear) as Inbound), body: clear };
    return { ...kept, at: new Date(kept.at) };
  }

  /** Makes a push of what a person says or does. The same `key` makes it a repeat. */
  push(externalId: string, fact: string | InboundFact, at: Date, key?: string): Inbound {
    const id = `${(this.count += 1)}`;
    const said: InboundFact =
      typeof fact === 'string' ? { type: 'message', kind: 'text', text: fact, providerId: id } : fact;
    const inbound = { externalId, key: key ?? `key-${id}`, at, fact: said };
    return { ...inbound, body: JSON.stringify({ ...inbound, body: '' }) };
  }
}

export type { ChannelAccount };
