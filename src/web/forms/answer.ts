/** HTML that answers a form as it is: a question before it is done (202), a link that is shown this once (201). */
export class Shown {
  constructor(
    readonly html: string,
    readonly status = 202,
  ) {}
}

/** Done, in other words or leading elsewhere than the form says. `told: null` says nothing. */
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
