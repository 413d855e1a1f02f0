export interface CardField {
  label: string;
  value: string;
}

export interface Choice {
  id: string;
  text: string;
}

/** A `notice` is a grey, centred line that WeChat itself shows. `about` is, for example, the key that was tapped. */
export type BubbleContent =
  | { kind: 'text'; text: string }
  | { kind: 'image'; mediaId: string }
  | { kind: 'voice'; mediaId: string; seconds: number; text?: string }
  | { kind: 'video'; mediaId: string; title: string }
  | { kind: 'card'; title: string; fields: CardField[]; url?: string }
  | { kind: 'article'; title: string; description: string; url: string; picture?: string }
  | { kind: 'choices'; head: string; choices: Choice[]; tail: string }
  | { kind: 'mini_program'; title: string; page: string; mediaId: string }
  | { kind: 'notice'; notice: Notice; about?: string };

export type Notice =
  'followed' | 'unfollowed' | 'tapped' | 'scanned' | 'service_fault' | 'agreed' | 'withdrawn' | 'opened';

export type Via = 'passive' | 'customer_message' | 'template' | 'subscription' | 'platform';

export type Bubble = BubbleContent & {
  id: string;
  direction: 'up' | 'down';
  at: Date;
  via: Via | null;
};
