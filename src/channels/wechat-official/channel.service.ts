import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  type Addressed,
  type Channel,
  type ChannelAccount,
  Channels,
  type ContactFacts,
  type Inbound,
  type Outbound,
  type Route,
  type SendOutcome,
} from '../../delivery/index.js';
import { KIND } from './account.js';
import { readInbound } from './callback/inbound-message.js';
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

  read(body: string): Inbound {
    return readInbound(body);
  }
}
