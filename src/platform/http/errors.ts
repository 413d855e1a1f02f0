/** What went wrong for the caller: a stable `code` for programs, a sentence for people. One filter maps them to HTTP. */
export abstract class AppError extends Error {
  abstract readonly status: number;

  constructor(
    readonly code: string,
    message: string,
    /** Facts for the caller, e.g. who holds the ticket, or one sentence per wrong field. */
    readonly details: Record<string, unknown> = {},
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** What was sent cannot be read at all: a broken cursor, a limit out of range. */
export class BadRequest extends AppError {
  readonly status = 400;
}
export class Unauthenticated extends AppError {
  readonly status = 401;
}
export class Forbidden extends AppError {
  readonly status = 403;
}
/** It does not exist, or the asker may not know that it does. */
export class NotFound extends AppError {
  readonly status = 404;
}
/** It is no longer as the caller thought; `details` say how it is now. */
export class Conflict extends AppError {
  readonly status = 409;
}
/** Readable, but a field is wrong: `details.fields` has a sentence per field. */
export class Invalid extends AppError {
  readonly status = 422;

  static field(field: string, sentence: string): Invalid {
    return new Invalid('invalid', sentence, { fields: { [field]: sentence } });
  }
}
export class TooMany extends AppError {
  readonly status = 429;
}
