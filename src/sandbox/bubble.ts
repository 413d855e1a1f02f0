export interface CardField {
  label: string;
  value: string;
}

/** What stands in a chat. `notice` is grey and centred, a word of WeChat itself; `about` is e.g. the key tapped. */
export type BubbleContent =
  | { kind: 'text'; text: string }
  | { kind: 'image'; mediaId: string }
  | { kind: 'card'; title: string; fields: CardField[]; url?: string }
  | { kind: 'article'; title: string; description: string; url: string }
  | { kind: 'notice'; notice: Notice; about?: string };

/** Keys of the page's words. */
export type Notice = 'followed' | 'unfollowed' | 'tapped' | 'scanned' | 'service_fault';

export type Via = 'passive' | 'customer_message' | 'template' | 'platform';

export type Bubble = BubbleContent & {
  id: string;
  direction: 'up' | 'down';
  at: Date;
  via: Via | null;
};
