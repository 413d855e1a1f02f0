import { ApiError, Unanswered } from './api-errors.js';
import { Unparsable, word, type Fields } from '../fields.js';
import { parseJson } from '../json.js';

/** An API answer: `errcode` other than 0 throws `ApiError`, what is no JSON object throws `Unanswered`. */
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
