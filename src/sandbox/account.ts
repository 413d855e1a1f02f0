export type Mode = 'safe' | 'compatible' | 'plain';

/** A text for each language of the phone; `zh-CN` is used where a language is missing. */
export type Words = Record<string, string>;

export interface MenuItem {
  /** The name that WeChat uses: `click` (the default), `view`, `miniprogram`, `scancode_waitmsg` … */
  type?: string;
  /** The EventKey of a click, or the page of a mini program. */
  key: string;
  name: Words;
  url?: string;
  appId?: string;
  below?: MenuItem[];
}

/** A template that WeChat has approved. Its fields are in the order in which the card shows them. */
export interface ApprovedTemplate {
  id: string;
  /** A `subscription` template is sent only to people who have agreed to it. */
  kind?: 'template' | 'subscription';
  title: Words;
  fields: { key: string; label: Words }[];
}

export interface SandboxAccount {
  appId: string;
  /** The original id begins with `gh_`. */
  originalId: string;
  /** The name that people see on their phones. */
  name: string;
  appSecret: string;
  token: string;
  /** The key has 43 characters. */
  aesKey: string;
  mode: Mode;
  callbackUrl: string;
  menu: MenuItem[];
  templates: ApprovedTemplate[];
}

export interface SandboxPerson {
  openid: string;
  name: string;
  /** The language of the phone: zh-CN or en. */
  language: string;
  followed?: boolean;
  /** Defaults to now. */
  followedAt?: Date;
}

export interface Person extends Required<SandboxPerson> {
  appId: string;
  /** True where the person refuses messages of the business. */
  blocked: boolean;
  remark: string;
  /** The scene of the code that brought the person here. */
  scene: string;
  typingUntil: Date | null;
  /** The person's place in the list. */
  position: number;
}

export function inLanguage(words: Words, language: string): string {
  return words[language] ?? words['zh-CN'] ?? '';
}
