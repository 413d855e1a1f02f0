/** This HTML answers the form as it is: a question before the act (202), or a link that is shown only once (201). */
export class Shown {
  constructor(
    readonly html: string,
    readonly status = 202,
  ) {}
}

/** Overrides what the declaration of the form says. With `told: null` no message is shown. */
export interface Done {
  to?: string;
  kind?: 'done' | 'told' | 'failed';
  told?: string | null;
  values?: Record<string, string | number>;
}

export class Led {
  constructor(readonly done: Done) {}
}

export const done = (answer: Done): Led => new Led(answer);
