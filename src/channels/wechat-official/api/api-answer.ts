import { ApiError, Unanswered } from './api-errors.js';
import { Unparsable, word, type Fields } from '../fields.js';
import { parseJson } from '../json.js';

/** Throws `ApiError` for an `errcode` other than 0, and `Unanswered` for anything but a JSON object. */
export function readAnswer(bytes: Buffer): Fields {
  const fields = objectOf(bytes);
  const code = Number(word(fields, 'errcode') ?? 0);
  if (code !== 0) {
    throw ApiError.of(code, word(fields, 'errmsg') ?? '');
  }
  return fields;
}

function objectOf(bytes: Buffer): Fields {
  try {
    return parseJson(bytes.toString('utf8'));
  } catch (error) {
    throw error instanceof Unparsable ? new Unanswered('The answer is not JSON') : error;
  }
}
