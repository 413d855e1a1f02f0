export const RETENTION_CLASSES = ['deliveries', 'messages', 'tickets', 'events', 'envelopes'] as const;

export type RetentionClass = (typeof RETENTION_CLASSES)[number];

export type RetentionDays = Record<RetentionClass, number>;

/**
 * Days. The least follow the law: logs of a network are kept for half a year, what was agreed with a consumer for three
 * years after it ended. The most keep anybody from meaning "for ever".
 */
export const BOUNDS: Record<RetentionClass, { least: number; most: number }> = {
  deliveries: { least: 180, most: 3650 },
  messages: { least: 180, most: 3650 },
  tickets: { least: 1095, most: 7300 },
  events: { least: 1095, most: 7300 },
  envelopes: { least: 30, most: 1095 },
};
