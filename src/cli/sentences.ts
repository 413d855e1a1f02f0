import { AppError, type FieldFault } from '../platform/http/index.js';
import { plainly } from '../start/start-error.js';
import { ROLES } from '../staff/index.js';

/** Forms have other sentences for these fields, because their choices can be seen there. */
const WANTED: Record<string, string> = {
  key: 'The key is made of a-z, 0-9, - and _, at most 41 characters',
  originalId: 'The original id starts with gh_',
  appId: 'The AppID starts with wx',
  appSecret: 'The AppSecret is missing or has blanks in it',
  token: 'The token is missing, has blanks in it or is longer than 64 characters',
  aesKey: 'The AES key (EncodingAESKey) has exactly 43 letters and digits',
  mode: 'The mode is safe, compatible or plain',
  type: 'The kind is service or subscription',
  apiUrl: 'The API address starts with http:// or https://',
  department: 'There is no such department',
  departments: 'One of these departments does not exist',
  verified: 'Verified is yes or no',
  role: `The role is one of ${ROLES.join(', ')}`,
  email: 'This is not an e-mail address',
};

/** Returns a sentence for each wrong option, or what the program itself would say about the error. */
export function failureOf(error: unknown): string {
  const fields = error instanceof AppError ? error.details.fields : undefined;
  if (typeof fields !== 'object' || fields === null) return plainly(error);
  return Object.entries(fields as Record<string, FieldFault>)
    .map(([field, fault]) => sentenceOf(field, fault))
    .join('\n');
}

function sentenceOf(field: string, given: FieldFault): string {
  const [fault, bound] = given.split(':');
  if (field === 'name') return bound ? `A name has 1 to ${bound} characters` : 'Enter a name';
  if (fault === 'too_short') return `The ${field} has at least ${bound} characters`;
  if (fault === 'too_long') return `The ${field} has at most ${bound} characters`;
  return WANTED[field] ?? `${field}: ${given}`;
}
