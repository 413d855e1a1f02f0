import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/index.js';
import { Conflict, Invalid } from '../platform/http/index.js';
import type { Person } from './account.js';
import { CONDITIONS, Conditions } from './conditions.service.js';
import { Gestures } from './gestures.service.js';
import { Media, pictureType } from './media.service.js';
import { People } from './people.service.js';

const LONGEST_TEXT = 4_000;
const LONGEST_SCENE = 64;

/** What people do with their phones. Every method returns once the business has answered the push. */
@Injectable()
export class Phone {
  constructor(
    private readonly config: Config,
    private readonly people: People,
    private readonly gestures: Gestures,
    private readonly media: Media,
    private readonly conditions: Conditions,
  ) {}

  async say(openid: string, text: string): Promise<void> {
    const person = await this.follower(openid);
    if (text.trim() === '') throw Invalid.field('text', 'Write something first');
    if (text.length > LONGEST_TEXT) throw Invalid.field('text', `At most ${LONGEST_TEXT} characters`);
    await this.gestures.make(person, {
      bubble: { kind: 'text', text },
      window: 'message',
      type: 'message',
      what: 'text',
      fields: { MsgType: 'text', Content: text },
    });
  }

  async show(openid: string, picture: Buffer | undefined): Promise<void> {
    const person = await this.follower(openid);
    if (!picture || !pictureType(picture))
      throw Invalid.field('picture', 'A PNG, JPEG or GIF picture, please');
    const { mediaId } = await this.media.keep(person.appId, picture);
    await this.gestures.make(person, {
      bubble: { kind: 'image', mediaId },
      window: 'message',
      type: 'message',
      what: 'image',
      fields: {
        MsgType: 'image',
        PicUrl: `${this.config.publicUrl}/sandbox/media/${mediaId}`,
        MediaId: mediaId,
      },
    });
  }

  async tap(openid: string, key: string): Promise<void> {
    const person = await this.follower(openid);
    const { menu } = await this.people.account(person.appId);
    if (!menu.some((item) => item.key === key)) throw Invalid.field('key', 'The menu has no such item');
    await this.gestures.make(person, {
      bubble: { kind: 'notice', notice: 'tapped', about: key },
      window: 'menu',
      ...event('CLICK', { EventKey: key }),
    });
  }

  /** A scene code; it also makes somebody follow who does not yet. */
  async scan(openid: string, scene: string): Promise<void> {
    if (scene === '' || scene.length > LONGEST_SCENE)
      throw Invalid.field('scene', `1 to ${LONGEST_SCENE} characters`);
    const person = await this.people.find(openid);
    const ticket = `gQ${Buffer.from(scene).toString('base64url')}`;
    const isNew = await this.people.setFollowed(openid, true);
    const scanned = isNew
      ? event('subscribe', { EventKey: `qrscene_${scene}`, Ticket: ticket })
      : event('SCAN', { EventKey: scene, Ticket: ticket });
    await this.gestures.make(person, {
      bubble: { kind: 'notice', notice: 'scanned', about: scene },
      window: 'scan',
      ...scanned,
    });
  }

  async follow(openid: string): Promise<void> {
    const person = await this.people.find(openid);
    if (!(await this.people.setFollowed(openid, true))) return;
    const bubble = { kind: 'notice', notice: 'followed' } as const;
    await this.gestures.make(person, { bubble, window: 'follow', ...event('subscribe', { EventKey: '' }) });
  }

  async unfollow(openid: string): Promise<void> {
    const person = await this.people.find(openid);
    if (!(await this.people.setFollowed(openid, false))) return;
    const bubble = { kind: 'notice', notice: 'unfollowed' } as const;
    await this.gestures.make(person, { bubble, ...event('unsubscribe', { EventKey: '' }) });
  }

  /** The business is not told: it finds out by the answer to its next send. */
  async block(openid: string, blocked: boolean): Promise<void> {
    await this.people.find(openid);
    await this.people.setBlocked(openid, blocked);
  }

  /** How WeChat treats the sends of the account from now on. */
  async changeCondition(openid: string, wanted: string): Promise<void> {
    const { appId } = await this.people.find(openid);
    const condition = CONDITIONS.find((one) => one === wanted);
    if (!condition) throw Invalid.field('condition', `One of ${CONDITIONS.join(', ')}`);
    await this.conditions.set(appId, condition);
  }

  private async follower(openid: string): Promise<Person> {
    const person = await this.people.find(openid);
    if (!person.followed) throw new Conflict('not_following', 'Follow the account first');
    return person;
  }
}

function event(name: string, fields: Record<string, string>) {
  return { type: 'event' as const, what: name, fields: { MsgType: 'event', Event: name, ...fields } };
}
