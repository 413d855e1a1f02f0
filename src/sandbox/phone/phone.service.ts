import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Conflict, Invalid } from '../../platform/http/index.js';
import type { Person } from '../account.js';
import { Chats } from '../chats.service.js';
import { type Gesture, Gestures } from '../gestures.service.js';
import { Media, pictureType } from '../media.service.js';
import { voice } from '../message-content.js';
import { People } from '../people.service.js';
import { sampleIn } from './sample-voice.js';

const LONGEST_TEXT = 4_000;

/** Every method returns after the business has answered the push. */
@Injectable()
export class Phone {
  constructor(
    private readonly config: Config,
    private readonly people: People,
    private readonly gestures: Gestures,
    private readonly media: Media,
    private readonly chats: Chats,
  ) {}

  async say(openid: string, text: string): Promise<void> {
    const person = await this.follower(openid);
    if (text.trim() === '') throw Invalid.field('text', 'required');
    if (text.length > LONGEST_TEXT) throw Invalid.field('text', `too_long:${LONGEST_TEXT}`);
    await this.gestures.make(person, said({ kind: 'text', text }, 'text', { Content: text }));
  }

  async show(openid: string, picture: Buffer | undefined): Promise<void> {
    const person = await this.follower(openid);
    if (!picture || !pictureType(picture)) throw Invalid.field('picture', 'bad_kind');
    const { mediaId } = await this.media.keep(person.appId, 'image', picture);
    const PicUrl = `${this.config.publicUrl}/sandbox/media/${mediaId}`;
    await this.gestures.make(person, said({ kind: 'image', mediaId }, 'image', { PicUrl, MediaId: mediaId }));
  }

  async speak(openid: string): Promise<void> {
    const person = await this.follower(openid);
    const { bytes, text } = await sampleIn(person.language);
    const kept = await this.media.keep(person.appId, 'voice', bytes);
    const fields = { MediaId: kept.mediaId, Format: 'amr', Recognition: text };
    await this.gestures.make(person, said({ ...voice(kept), text }, 'voice', fields));
  }

  /** An answer to a question counts like a tap on the menu, not like a message. */
  async choose(openid: string, bubbleId: string, choiceId: string): Promise<void> {
    const person = await this.follower(openid);
    const asked = await this.chats.one(openid, bubbleId);
    const choice = asked?.kind === 'choices' && asked.choices.find(({ id }) => id === choiceId);
    if (!choice) throw Invalid.field('choice', 'unknown');
    const fields = { Content: choice.text, bizmsgmenuid: choice.id };
    const gesture = said({ kind: 'text', text: choice.text }, 'text', fields);
    await this.gestures.make(person, { ...gesture, window: 'menu' });
  }

  private async follower(openid: string): Promise<Person> {
    const person = await this.people.find(openid);
    if (!person.followed) throw new Conflict('not_following');
    return person;
  }
}

function said(bubble: Gesture['bubble'], type: string, fields: Gesture['fields']): Gesture {
  return { bubble, window: 'message', type: 'message', what: type, fields: { MsgType: type, ...fields } };
}
