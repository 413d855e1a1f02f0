export type Mode = 'safe' | 'compatible' | 'plain';

/** The phone uses `zh-CN` if its language is missing. */
export type Words = Record<string, string>;

export interface MenuItem {
  /** WeChat uses these names: `click` (the default), `view`, `miniprogram`, `scancode_waitmsg` … */
  type?: string;
  key: string;
  name: Words;
  url?: string;
  appId?: string;
  below?: MenuItem[];
}

export interface ApprovedTemplate {
  id: string;
  /** A `subscription` template is sent only to people who have agreed to it. */
  kind?: 'template' | 'subscription';
  title: Words;
  fields: { key: string; label: Words }[];
}

export interface SandboxAccount {
  appId: string;
  originalId: string;
  name: string;
  appSecret: string;
  token: string;
  aesKey: string;
  mode: Mode;
  callbackUrl: string;
  menu: MenuItem[];
  templates: ApprovedTemplate[];
}

export interface SandboxPerson {
  openid: string;
  name: string;
  language: string;
  followed?: boolean;
  followedAt?: Date;
}

export interface Person extends Required<SandboxPerson> {
  appId: string;
  blocked: boolean;
  remark: string;
  scene: string;
  typingUntil: Date | null;
  position: number;
}

export function inLanguage(words: Words, language: string): string {
  return words[language] ?? words['zh-CN'] ?? '';
}
