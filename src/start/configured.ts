import { type Config, readConfig } from '../platform/config/index.js';
import { StartError } from './start-error.js';

export function configured(): Config {
  try {
    return readConfig();
  } catch (error) {
    throw new StartError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}
