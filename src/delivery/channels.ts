import { Injectable } from '@nestjs/common';
import type { Channel } from './channel.js';

@Injectable()
export class Channels {
  private readonly byKind = new Map<string, Channel>();

  register(channel: Channel): void {
    this.byKind.set(channel.kind, channel);
  }

  of(account: { kind: string }): Channel {
    const channel = this.byKind.get(account.kind);
    if (!channel) throw new Error(`No channel speaks ${account.kind}`);
    return channel;
  }
}
