import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type Addressed,
  type Channel,
  type ChannelAccount,
  Channels,
  type ContactFacts,
  type Inbound,
  type KeptPush,
  type Outbound,
  type Route,
  type SendOutcome,
  UnreadPush,
} from '../../delivery/index.js';
import { KIND } from './account.js';
import { WechatAccounts } from './accounts.service.js';
import { reopen } from './callback/push.js';
import { Refusal } from './callback/refusal.js';
import { WechatContactFacts } from './contact-facts.service.js';
import { WechatSceneCodes } from './scene-codes.service.js';
import { WechatSending } from './sending.service.js';
import { WechatTyping } from './typing.service.js';
import { PICTURES } from './media/uploads.service.js';

@Injectable()
export class WechatChannel implements Channel, OnModuleInit {
  readonly kind = KIND;
  readonly pictures = PICTURES;

  constructor(
    private readonly channels: Channels,
    private readonly sending: WechatSending,
    private readonly hints: WechatTyping,
    private readonly codes: WechatSceneCodes,
    private readonly facts: WechatContactFacts,
    private readonly accounts: WechatAccounts,
  ) {}

  onModuleInit(): void {
    this.channels.register(this);
  }

  repeatableFor(route: Route): number {
    return this.sending.repeatableFor(route);
  }

  routes(addressed: Addressed): AsyncIterable<Route> {
    return this.sending.routes(addressed);
  }

  send(outbound: Outbound, route: Route): Promise<SendOutcome> {
    return this.sending.send(outbound, route);
  }

  typing(account: ChannelAccount, externalId: string): Promise<void> {
    return this.hints.show(account.id, externalId);
  }

  sceneCode(account: ChannelAccount, scene: string, seconds: number) {
    return this.codes.make(account.id, scene, seconds);
  }

  factsOf(identityId: string): Promise<ContactFacts> {
    return this.facts.of(identityId);
  }

  async read(kept: KeptPush, { id, key }: ChannelAccount): Promise<Inbound> {
    const account = await this.accounts.byId(id);
    if (!account) throw new Error(`There is no account ${key}`);
    try {
      return reopen(account, kept);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      throw new UnreadPush(error.reason, error.body?.sealed ? undefined : error.body?.body);
    }
  }
}
