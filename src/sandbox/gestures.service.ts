import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import type { Person } from './account.js';
import type { BubbleContent } from './bubble.js';
import { Chats } from './chats.service.js';
import { PhonePushes } from './wire/phone-pushes.service.js';
import { ReplyWindows, type WindowSource } from './reply-windows.service.js';
import type { Clear } from './wire/wire-xml.js';

export interface Gesture {
  bubble: BubbleContent;
  window?: WindowSource;
  /** A message gets a MsgId; an event has none. */
  type: 'message' | 'event';
  what: string;
  fields: Clear;
}

@Injectable()
export class Gestures {
  constructor(
    private readonly database: Database,
    private readonly chats: Chats,
    private readonly windows: ReplyWindows,
    private readonly pushes: PhonePushes,
  ) {}

  async make(person: Person, gesture: Gesture): Promise<void> {
    await this.show(person, gesture);
    const id = await this.newId();
    const fields = gesture.type === 'message' ? { ...gesture.fields, MsgId: id } : gesture.fields;
    await this.pushes.push(person, { what: gesture.what, key: String(id), fields, watched: true });
  }

  private async show(person: Person, { bubble, window }: Gesture): Promise<void> {
    await this.database.transaction(async () => {
      if (bubble.kind === 'notice') await this.chats.notice(person.openid, bubble.notice, bubble.about);
      else await this.chats.up(person.openid, bubble);
      if (window) await this.windows.open(person.openid, window);
    });
  }

  /** The id has 64 bits, more than a JavaScript number holds exactly. */
  private async newId(): Promise<bigint> {
    const { id } = await this.database.one<{ id: string }>(sql`select nextval('sandbox.message_id') as id`);
    return BigInt(id);
  }
}
