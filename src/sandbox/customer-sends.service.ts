import { Injectable } from '@nestjs/common';
import type { Person } from './account.js';
import { Chats } from './chats.service.js';
import { Media } from './media.service.js';
import { contentOf } from './message-content.js';
import { People } from './people.service.js';
import { type Json, object, text } from './platform-calls.service.js';
import { ReplyWindows } from './reply-windows.service.js';
import { WechatRefusal } from './wechat-refusal.js';

@Injectable()
export class CustomerSends {
  constructor(
    private readonly people: People,
    private readonly windows: ReplyWindows,
    private readonly media: Media,
    private readonly chats: Chats,
  ) {}

  async send(appId: string, request: Json): Promise<object> {
    const person = await this.people.receiver(appId, text(request, 'touser'));
    reachable(person);
    // No agent of WeChat's own service tool is connected to the account.
    if (text(object(request, 'customservice'), 'kf_account')) throw new WechatRefusal(65401);
    const content = await contentOf(request, (mediaId, kind) => this.media.fetch(appId, mediaId, kind));
    await this.windows.take(person.openid);
    await this.people.setTyping(person.openid, null);
    await this.chats.down(person.openid, content, 'customer_message');
    return {};
  }
}

function reachable(person: Person): void {
  if (!person.followed) throw new WechatRefusal(43004);
  if (person.blocked) throw new WechatRefusal(43019);
}
