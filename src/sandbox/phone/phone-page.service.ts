import { Injectable } from '@nestjs/common';
import { Clock } from '../../platform/clock/index.js';
import { inLanguage, type MenuItem, type Person } from '../account.js';
import { bubbleViews, lastLine, noticeLine } from './bubble-view.js';
import { Chats } from '../chats.service.js';
import { People } from '../people.service.js';
import { type PersonInList, PhoneQueries } from './phone.queries.js';
import { type Reader, wordsIn } from './phone-reader.js';
import { clockTime, dayName, spanWords, when } from './phone-time.js';
import { render } from './phone-templates.js';
import { PlatformGlance } from './platform-glance.service.js';

const TINTS = 8;

export interface Changes {
  last: string;
  bubbles: string;
  people: string;
  platform: string;
  clock: string;
  typing: boolean;
  followed: boolean;
  blocked: boolean;
}

@Injectable()
export class PhonePage {
  constructor(
    private readonly clock: Clock,
    private readonly people: People,
    private readonly chats: Chats,
    private readonly queries: PhoneQueries,
    private readonly glance: PlatformGlance,
  ) {}

  async whole(reader: Reader, csrf: string, chosen?: string): Promise<string> {
    const people = await this.queries.people();
    const current = people.find((person) => person.openid === chosen) ?? people[0];
    const shell = {
      ...reader,
      csrf,
      people: this.list(people, reader, current?.openid),
      clock: this.clockView(reader),
    };
    if (!current) return render('phone', shell);
    const person = await this.people.find(current.openid);
    return render('phone', {
      ...shell,
      ...(await this.handset(person)),
      ...(await this.sidePanel(person, reader)),
    });
  }

  async changes(reader: Reader, openid: string, after: string): Promise<Changes> {
    const person = await this.people.find(openid);
    const { bubbles, last } = await this.chat(person, after);
    const people = this.list(await this.queries.people(), reader, openid);
    return {
      last,
      bubbles:
        bubbles.length > 0
          ? render('_bubbles', { bubbles, face: face(person), words: wordsIn(person.language) })
          : '',
      people: render('_people', { people, words: reader.words }),
      platform: render('_platform', { ...(await this.sidePanel(person, reader)), words: reader.words }),
      clock: render('_clock', { clock: this.clockView(reader), words: reader.words }),
      typing: this.typing(person),
      followed: person.followed,
      blocked: person.blocked,
    };
  }

  private async handset(person: Person): Promise<object> {
    const account = await this.people.account(person.appId);
    const menu = account.menu.map((item) => menuView(item, person.language));
    const phone = wordsIn(person.language);
    const tries = [phone.tryTheft, phone.tryRefund, phone.tryProgress];
    const typing = this.typing(person);
    return {
      person,
      face: face(person),
      account,
      menu,
      phone,
      tries,
      typing,
      ...(await this.chat(person, '0')),
    };
  }

  private async chat(person: Person, after: string): Promise<{ bubbles: object[]; last: string }> {
    const { menu } = await this.people.account(person.appId);
    const bubbles = await this.chats.after(person.openid, after);
    const previousAt = bubbles[0] ? await this.chats.before(person.openid, bubbles[0].id) : undefined;
    const { language } = person;
    const views = bubbleViews(bubbles, { menu, language, now: this.clock.now(), previousAt });
    return { bubbles: views, last: bubbles.at(-1)?.id ?? after };
  }

  private async sidePanel(person: Person, reader: Reader): Promise<object> {
    return { platform: await this.glance.of(person, reader) };
  }

  private list(people: PersonInList[], reader: Reader, current?: string): object[] {
    const now = this.clock.now();
    return people.map((person) => ({
      ...person,
      face: face(person),
      current: person.openid === current,
      english: person.language === 'en',
      line: lineOf(person) || reader.words.nothingYet,
      when: person.lastAt ? when(person.lastAt, now, reader.language) : '',
    }));
  }

  private clockView({ language }: Reader): object {
    const now = this.clock.now();
    const ahead = this.clock.aheadMs;
    return {
      time: clockTime(now),
      day: dayName(now, language),
      ahead: ahead >= 1_000 ? spanWords(ahead, language) : '',
    };
  }

  private typing(person: Person): boolean {
    return person.typingUntil !== null && person.typingUntil > this.clock.now();
  }
}

function menuView(item: MenuItem, language: string): object {
  const { type = 'click', key, url, name, below } = item;
  return {
    key: key || url,
    label: inLanguage(name, language),
    opens: type === 'view' ? url : undefined,
    below: below?.map((one) => menuView(one, language)),
  };
}

function face({ name, position }: { name: string; position: number }): object {
  const initial = /\p{Script=Han}/u.test(name) ? [...name].slice(-2).join('') : ([...name][0] ?? '?');
  return { initial, tint: position % TINTS };
}

function lineOf({ lastContent, menu, language }: PersonInList): string {
  if (!lastContent) return '';
  if (lastContent.kind === 'notice') return noticeLine(lastContent, menu, language);
  return lastLine(lastContent, language);
}
