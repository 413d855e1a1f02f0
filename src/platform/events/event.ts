// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- filled by the rooms
export interface EventMap {}

export type EventName = Extract<keyof EventMap, string>;

/** The subject is the thing whose timeline shows the event. */
export interface Subject {
  type: 'ticket' | 'conversation' | 'customer' | 'member' | 'department' | 'account';
  id: string;
}

export interface Actor {
  kind: 'member' | 'customer' | 'system' | 'bot';
  id?: string;
}
export const SYSTEM: Actor = { kind: 'system' };

/** `data` holds ids and facts, never what people wrote or how to reach them. */
export interface Recorded<Name extends EventName = EventName> {
  /** The row is on its way to the database, which gives it its id. */
  id: () => Promise<string>;
  at: Date;
  name: Name;
  subject: Subject;
  by: Actor;
  data: EventMap[Name];
}
