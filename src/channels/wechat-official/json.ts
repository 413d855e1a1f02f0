import { Unparsable, type Fields } from './fields.js';

// An unclosed string matches up to the end of the text. Otherwise the search would start again at every quote
// in it, in quadratic time.
const STRING_OR_NUMBER = /"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?$)|-?\d[\d.eE+-]*/gs;
const EXACT_DIGITS = 15;

/**
 * A number would lose digits of a 64-bit id, so integers of more than 15 digits become strings. WeChat also
 * writes raw control characters in strings.
 */
export function parseJson(text: string): Fields {
  const value = parse(text.replace(STRING_OR_NUMBER, preserve));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new Unparsable('not a JSON object');
  }
  return value as Fields;
}

function preserve(token: string): string {
  if (token.startsWith('"')) {
    return escapeControls(token);
  }
  return /^-?\d+$/.test(token) && token.length > EXACT_DIGITS ? `"${token}"` : token;
}

function escapeControls(text: string): string {
  return text.replace(/[\0-\x1f]/g, (control) => JSON.stringify(control).slice(1, -1));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new Unparsable('not JSON', { cause });
  }
}
