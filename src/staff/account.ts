import { Invalid } from '../platform/http/index.js';
import { isUnseen } from '../platform/reading/index.js';

const EMAIL_LENGTH = 254;
const NAME_LENGTH = 80;

export function emailOf(typed: string): string {
  const email = typed.trim().toLowerCase();
  if (email.length > EMAIL_LENGTH || !/^[^\s@]+@[^\s@]+$/.test(email)) {
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
