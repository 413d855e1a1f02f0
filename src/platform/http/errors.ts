import { faultsOf, type FieldFault, type FieldFaults } from './faults.js';

/**
 * `code` is stable and meant for programs; the message is for people. One filter turns the error into an
 * answer.
 */
export abstract class AppError extends Error {
  abstract readonly status: number;

  constructor(
    readonly code: string,
    message: string,
    readonly details: Record<string, unknown> = {},
  ) {
    super(message);
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
    const sentence = Object.entries(fields).map(([path, fault]) => `${path}: ${fault}`);
    return new Invalid('invalid', sentence.join('; '), { fields });
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
    return new TooMany('too_many', `Too many attempts. Try again in ${retryAfter} s.`, { retryAfter });
  }
}
export class UnsupportedMediaType extends AppError {
  readonly status = 415;

  constructor() {
    super('unsupported_media_type', 'Send the body as application/json');
  }
}
