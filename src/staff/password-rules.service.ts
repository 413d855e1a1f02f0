import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/index.js';
import { Invalid } from '../platform/http/index.js';
import { hashPassword } from './password-hashes.js';
import { weaknessOf } from './password-strength.js';

const SHORTEST = 10;
const LONGEST = 200;
const PRODUCT = ['huiyin', '回音'];

/** What others know about whoever chooses a password. */
export interface PasswordOwner {
  email: string;
  name: string;
  alias?: string;
}

@Injectable()
export class PasswordRules {
  constructor(private readonly config: Config) {}

  /** Throws `Invalid` for `field` if the password is too short, too long or easily guessed. */
  async hash(password: string, owner: PasswordOwner, field = 'password'): Promise<string> {
    const length = [...password].length;
    if (length < SHORTEST) throw Invalid.field(field, `too_short:${SHORTEST}`);
    if (length > LONGEST) throw Invalid.field(field, `too_long:${LONGEST}`);
    const own = [...PRODUCT, ...wordsIn(new URL(this.config.publicUrl).hostname), ...wordsOf(owner)];
    const weakness = await weaknessOf(password, own);
    if (weakness) throw Invalid.field(field, weakness);
    return hashPassword(password);
  }
}

function wordsOf({ email, name, alias = '' }: PasswordOwner): string[] {
  return [email, name, alias].flatMap(wordsIn);
}

/** The whole, its parts and its parts together: `Emma Clarke`, `Emma`, `Clarke`, `EmmaClarke`. */
function wordsIn(text: string): string[] {
  const parts = text.split(/[^\p{L}\p{N}]+/u).filter((part) => part !== '');
  const words = [text, ...text.split('@'), ...parts, parts.join('')];
  return [...new Set(words.map((word) => word.toLowerCase()))].filter((word) => [...word].length >= 2);
}
