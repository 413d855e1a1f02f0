import type { MenuItem } from './account.js';
import { type Json, text } from './platform-calls.service.js';
import { type RefusalCode, WechatRefusal } from './wechat-refusal.js';
import { isRecord } from './wire/wire-xml.js';

const MOST = 3;
const MOST_BELOW = 5;
const KEY_BYTES = 128;
const URL_BYTES = 1024;

const TYPES: Record<string, 'key' | 'url' | 'miniprogram' | 'media_id' | 'article_id'> = {
  click: 'key',
  scancode_push: 'key',
  scancode_waitmsg: 'key',
  pic_sysphoto: 'key',
  pic_photo_or_album: 'key',
  pic_weixin: 'key',
  location_select: 'key',
  view: 'url',
  miniprogram: 'miniprogram',
  media_id: 'media_id',
  article_id: 'article_id',
};

interface Level {
  nameBytes: number;
  name: RefusalCode;
  type: RefusalCode;
  key: RefusalCode;
  url: RefusalCode;
}
const TOP: Level = { nameBytes: 16, name: 40018, type: 40017, key: 40019, url: 40020 };
const BELOW: Level = { nameBytes: 60, name: 40025, type: 40024, key: 40026, url: 40027 };

/** Allows at most three items, each with at most five below it. Refuses with 40016 to 40027. */
export function readMenu(request: Json): MenuItem[] {
  const buttons = records(request.button);
  if (buttons.length < 1 || buttons.length > MOST) throw new WechatRefusal(40016);
  return buttons.map((button) => {
    const below = records(button.sub_button);
    if (below.length > MOST_BELOW) throw new WechatRefusal(40023);
    if (below.length === 0) return item(button, TOP);
    if (below.some((one) => records(one.sub_button).length > 0)) throw new WechatRefusal(40022);
    return { key: '', name: named(button, TOP), below: below.map((one) => item(one, BELOW)) };
  });
}

export function writeMenu(menu: MenuItem[]): object {
  return { menu: { button: menu.map(written) } };
}

function item(button: Json, level: Level): MenuItem {
  const type = text(button, 'type');
  const needed = Object.hasOwn(TYPES, type) ? TYPES[type] : undefined;
  if (!needed) throw new WechatRefusal(level.type);
  const name = named(button, level);
  if (needed === 'key') return { type, name, key: bounded(button, 'key', KEY_BYTES, level.key) };
  if (needed === 'url') return { type, name, key: '', url: address(button, level) };
  if (needed === 'miniprogram') {
    const page = bounded(button, 'pagepath', URL_BYTES, level.url);
    return {
      type,
      name,
      key: page,
      url: address(button, level),
      appId: bounded(button, 'appid', 64, level.key),
    };
  }
  return { type, name, key: bounded(button, needed, KEY_BYTES, level.key) };
}

function written({ type = 'click', name, key, url, appId, below }: MenuItem): object {
  const label = name['zh-CN'] ?? Object.values(name)[0];
  if (below) return { name: label, sub_button: below.map(written) };
  if (type === 'view') return { type, name: label, url, sub_button: [] };
  if (type === 'miniprogram') return { type, name: label, url, appid: appId, pagepath: key, sub_button: [] };
  return { type, name: label, key, sub_button: [] };
}

function named(button: Json, level: Level): MenuItem['name'] {
  return { 'zh-CN': bounded(button, 'name', level.nameBytes, level.name) };
}

function address(button: Json, level: Level): string {
  const url = bounded(button, 'url', URL_BYTES, level.url);
  if (!/^https?:\/\//.test(url)) throw new WechatRefusal(level.url);
  return url;
}

function bounded(button: Json, field: string, most: number, code: RefusalCode): string {
  const value = text(button, field);
  if (value === '' || Buffer.byteLength(value) > most) throw new WechatRefusal(code);
  return value;
}

function records(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
