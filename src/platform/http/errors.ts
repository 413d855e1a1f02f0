import { faultsOf, type FieldFault, type FieldFaults } from './faults.js';

/**
 * An error for the caller. It carries a stable `code`; the sentence for people is `problem.<code>` of the locale files,
 * which may use the details. One filter turns it into an HTTP answer.
 */
export abstract class AppError extends Error {
  abstract readonly status: number;

  constructor(
    readonly code: string,
    /**
     * Facts for the caller, for example who holds the ticket, or one fault per wrong field. `named` is what the caller
     * named and we do not know.
     */
    readonly details: Record<string, unknown> = {},
  ) {
    super(code);
    this.name = new.target.name;
  }
}

/** The input cannot be read at all, for example a broken cursor. */
export class BadRequest extends AppError {
  readonly status = 400;
}
export class Unauthenticated extends AppError {
  readonly status = 401;
}
export class Forbidden extends AppError {
  readonly status = 403;
}
/** Only one page of the program is open to the caller for now, and it is shown instead. */
export class LedTo extends Forbidden {
  constructor(
    code: string,
    readonly path: string,
  ) {
    super(code);
  }
}
/** The thing does not exist, or the caller may not know that it does. */
export class NotFound extends AppError {
  readonly status = 404;
}
/** The thing has changed since the caller saw it. `details` describe its present state. */
export class Conflict extends AppError {
  readonly status = 409;
}
/** A field is wrong. `details.fields` has a fault for each path. */
export class Invalid extends AppError {
  readonly status = 422;

  static field(path: string, fault: FieldFault): Invalid {
    return Invalid.fields({ [path]: fault });
  }

  static fields(fields: FieldFaults): Invalid {
    return new Invalid('invalid', { fields });
  }

  /** Throws with every fault at once. A path whose fault is undefined is right. */
  static any(faults: Record<string, FieldFault | undefined>): void {
    const wrong = Object.entries(faults).filter((one): one is [string, FieldFault] => one[1] !== undefined);
    if (wrong.length > 0) throw Invalid.fields(Object.fromEntries(wrong));
  }

  static check(checks: Parameters<typeof faultsOf>[0]): void {
    const fields = faultsOf(checks);
    if (Object.keys(fields).length > 0) throw Invalid.fields(fields);
  }
}
/** `details.retryAfter` is in seconds. */
export class TooMany extends AppError {
  readonly status = 429;

  static retryIn(milliseconds: number): TooMany {
    const retryAfter = Math.max(1, Math.ceil(milliseconds / 1000));
    return new TooMany('too_many', { retryAfter });
  }
}
/** The request names another server than this one. */
export class Misdirected extends AppError {
  readonly status = 421;
}
export class UnsupportedMediaType extends AppError {
  readonly status = 415;

  constructor() {
    super('unsupported_media_type');
  }
}
