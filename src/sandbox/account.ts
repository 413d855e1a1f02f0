/** An official account and the people who have it in their phones, as the stand-in keeps them. */

export type Mode = 'safe' | 'compatible' | 'plain';

/** Words per language of the phone; `zh-CN` stands in for a missing one. */
export type Words = Record<string, string>;

export interface MenuItem {
  /** As WeChat names it: `click` where it is left out, `view`, `miniprogram`, `scancode_waitmsg` … */
  type?: string;
  /** The EventKey of the CLICK; the page of a mini program. */
  key: string;
  name: Words;
  url?: string;
  appId?: string;
  below?: MenuItem[];
}

/** A template as the platform approved it: its fields in the order of the card. */
export interface ApprovedTemplate {
  id: string;
  /** `subscription`: only to who has agreed to it. */
  kind?: 'template' | 'subscription';
  title: Words;
  fields: { key: string; label: Words }[];
}

export interface SandboxAccount {
  appId: string;
  /** gh_… */
  originalId: string;
  /** How people see it on their phone. */
  name: string;
  appSecret: string;
  token: string;
  /** 43 characters. */
  aesKey: string;
  mode: Mode;
  callbackUrl: string;
  menu: MenuItem[];
  templates: ApprovedTemplate[];
}

export interface SandboxPerson {
  openid: string;
  name: string;
  /** Language of the phone: zh-CN or en. */
  language: string;
  followed?: boolean;
  /** Absent: since now. */
  followedAt?: Date;
}

export interface Person extends Required<SandboxPerson> {
  appId: string;
  /** Takes no messages of the business. */
  blocked: boolean;
  remark: string;
  /** The code that brought the person here. */
  scene: string;
  typingUntil: Date | null;
  /** Place in the list. */
  position: number;
}

export function inLanguage(words: Words, language: string): string {
  return words[language] ?? words['zh-CN'] ?? '';
}
