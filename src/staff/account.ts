import { Invalid } from '../platform/http/index.js';
import { isUnseen } from '../platform/reading/index.js';

const EMAIL_LENGTH = 254;
const NAME_LENGTH = 80;
/** Letters of any script, and the signs that HTML's own field for addresses takes: no markup, quotes or blanks. */
const LOCAL = String.raw`[\p{L}\p{N}.!#$%&'*+/=?^_{|}~\x60-]+`;
const LABEL = String.raw`[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?`;
const EMAIL = new RegExp(`^${LOCAL}@${LABEL}(\\.${LABEL})*$`, 'u');

export function emailOf(typed: string): string {
  const email = typed.trim().toLowerCase();
  if (email.length > EMAIL_LENGTH || !EMAIL.test(email)) {
    throw Invalid.field('email', 'bad_email');
  }
  return email;
}

export function nameOf(typed: string, field = 'name'): string {
  const name = typed.trim().replace(/\s+/g, ' ');
  if (isUnseen(name) || name.length > NAME_LENGTH) {
    throw Invalid.field(field, `bad_words:${NAME_LENGTH}`);
  }
  return name;
}
