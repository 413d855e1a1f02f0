import { Injectable } from '@nestjs/common';
import { Conflict, Invalid } from '../../platform/http/index.js';
import type { MenuItem, Person } from '../account.js';
import type { Notice } from '../bubble.js';
import { Consents } from '../consents.service.js';
import { type Gesture, Gestures } from '../gestures.service.js';
import { itemWith } from '../menus.service.js';
import { People } from '../people.service.js';
import type { Clear } from '../wire/wire-xml.js';

const LONGEST_SCENE = 64;

/** Every method returns after the business has answered the push. */
@Injectable()
export class PhoneTaps {
  constructor(
    private readonly people: People,
    private readonly gestures: Gestures,
    private readonly consents: Consents,
  ) {}

  async tap(openid: string, key: string): Promise<void> {
    const person = await this.follower(openid);
    const { menu } = await this.people.account(person.appId);
    const item = itemWith(menu, key);
    if (!item) throw Invalid.field('key', 'unknown');
    await this.gestures.make(person, tapped(item));
  }

  /** A person who does not follow yet becomes a follower. */
  async scan(openid: string, scene: string): Promise<void> {
    if (scene === '' || scene.length > LONGEST_SCENE)
      throw Invalid.field('scene', `too_long:${LONGEST_SCENE}`);
    const person = await this.people.find(openid);
    const Ticket = `gQ${Buffer.from(scene).toString('base64url')}`;
    const isNew = await this.people.setFollowed(openid, true);
    if (isNew) await this.people.setScene(openid, scene);
    const fields = isNew ? { EventKey: `qrscene_${scene}`, Ticket } : { EventKey: scene, Ticket };
    const gesture = happened('scanned', isNew ? 'subscribe' : 'SCAN', fields, scene);
    await this.gestures.make(person, { ...gesture, window: 'scan' });
  }

  async follow(openid: string): Promise<void> {
    const person = await this.people.find(openid);
    if (!(await this.people.setFollowed(openid, true))) return;
    const gesture = happened('followed', 'subscribe', { EventKey: '' });
    await this.gestures.make(person, { ...gesture, window: 'follow' });
  }

  async unfollow(openid: string): Promise<void> {
    const person = await this.people.find(openid);
    if (!(await this.people.setFollowed(openid, false))) return;
    await this.gestures.make(person, happened('unfollowed', 'unsubscribe', { EventKey: '' }));
  }

  /** The business is not told. It finds out from the answer to its next send. */
  async block(openid: string, blocked: boolean): Promise<void> {
    await this.people.find(openid);
    await this.people.setBlocked(openid, blocked);
  }

  async agree(openid: string, templateId: string): Promise<void> {
    const person = await this.asked(openid, templateId);
    await this.consents.give(openid, templateId);
    const List = { TemplateId: templateId, SubscribeStatusString: 'accept', PopupScene: '2' };
    const fields = { SubscribeMsgPopupEvent: { List } };
    await this.gestures.make(person, happened('agreed', 'subscribe_msg_popup_event', fields));
  }

  /** Switching a template off in the phone's settings withdraws all consents. */
  async withdraw(openid: string, templateId: string): Promise<void> {
    const person = await this.asked(openid, templateId);
    await this.consents.withdraw(openid, templateId);
    const List = { TemplateId: templateId, SubscribeStatusString: 'reject' };
    const fields = { SubscribeMsgChangeEvent: { List } };
    await this.gestures.make(person, happened('withdrawn', 'subscribe_msg_change_event', fields));
  }

  private async asked(openid: string, templateId: string): Promise<Person> {
    const person = await this.follower(openid);
    const { templates } = await this.people.account(person.appId);
    if (!templates.some(({ id, kind }) => id === templateId && kind === 'subscription'))
      throw Invalid.field('template', 'unknown');
    return person;
  }

  private async follower(openid: string): Promise<Person> {
    const person = await this.people.find(openid);
    if (!person.followed) throw new Conflict('not_following');
    return person;
  }
}

/** Tapping and scanning open a reply window. Opening a page does not. */
function tapped({ type = 'click', key, url = '' }: MenuItem): Gesture {
  switch (type) {
    case 'click':
      return { ...happened('tapped', 'CLICK', { EventKey: key }, key), window: 'menu' };
    case 'view':
      return happened('opened', 'VIEW', { EventKey: url }, url);
    case 'miniprogram':
      return happened('opened', 'view_miniprogram', { EventKey: key, MenuId: '1' }, key);
    case 'scancode_push':
    case 'scancode_waitmsg': {
      const ScanCodeInfo = { ScanType: 'qrcode', ScanResult: 'https://example.com/parcel/20261120123456' };
      return { ...happened('tapped', type, { EventKey: key, ScanCodeInfo }, key), window: 'menu' };
    }
    default:
      throw Invalid.field('key', 'unknown');
  }
}

function happened(notice: Notice, event: string, fields: Clear, about?: string): Gesture {
  const bubble = { kind: 'notice' as const, notice, about };
  return { bubble, type: 'event', what: event, fields: { MsgType: 'event', Event: event, ...fields } };
}
