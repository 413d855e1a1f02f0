import { Injectable } from '@nestjs/common';
import type { Person } from './account.js';
import type { BubbleContent } from './bubble.js';
import { Chats } from './chats.service.js';
import { Media } from './media.service.js';
import { People } from './people.service.js';
import { type Json, object, text } from './platform-calls.service.js';
import { ReplyWindows } from './reply-windows.service.js';
import { WechatRefusal } from './wechat-refusal.js';

const TEXT_BYTES = 2_048;

/** `message/custom/send`: into the chat, within the window and its allowance. */
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
    const content = await this.content(appId, request);
    await this.windows.take(person.openid);
    await this.people.setTyping(person.openid, null);
    await this.chats.down(person.openid, content, 'customer_message');
    return {};
  }

  private async content(appId: string, request: Json): Promise<BubbleContent> {
    switch (text(request, 'msgtype')) {
      case 'text':
        return { kind: 'text', text: sendable(text(object(request, 'text'), 'content')) };
      case 'image':
        return {
          kind: 'image',
          mediaId: await this.picture(appId, text(object(request, 'image'), 'media_id')),
        };
      default:
        throw new WechatRefusal(40008);
    }
  }

  private async picture(appId: string, mediaId: string): Promise<string> {
    return (await this.media.fetch(appId, mediaId)).mediaId;
  }
}

function reachable(person: Person): void {
  if (!person.followed) throw new WechatRefusal(43004);
  if (person.blocked) throw new WechatRefusal(43019);
}

function sendable(words: string): string {
  if (words === '') throw new WechatRefusal(44004);
  if (Buffer.byteLength(words) > TEXT_BYTES) throw new WechatRefusal(45002);
  return words;
}
