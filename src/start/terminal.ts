import { join } from 'node:path';
import { root } from '../platform/config/index.js';
import { readWords, type Speaker, speakerOf } from '../platform/words/index.js';

let english: Speaker | undefined;

/** Puts refusals into words for a terminal, which are English whatever the machine speaks. */
export function terminal(): Speaker {
  english ??= speakerOf(readWords(join(root, 'templates')), 'en');
  return english;
}
