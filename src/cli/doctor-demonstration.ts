import { DemonstrationStaff } from '../staff/index.js';
import { NOBODY_ADMINISTRATES } from '../start/sentences.js';
import type { Services } from './installation.js';

/** What is to be said about members whose passwords everybody knows. */
export async function demonstrationFindings(
  services: Services,
): Promise<{ problems: string[]; warnings: string[] }> {
  const { closed, active, administrated } = await services.get(DemonstrationStaff).standing();
  if (closed) {
    return {
      problems: administrated ? [] : [NOBODY_ADMINISTRATES],
      warnings: [
        `The demonstration was turned off at ${closed.at}: ${closed.members} of its members are disabled.`,
      ],
    };
  }
  const stillOpen = !services.config.demo && active > 0;
  return { problems: stillOpen ? [`${active} ${STILL_OPEN}`] : [], warnings: [] };
}

const STILL_OPEN =
  'member(s) of the demonstration may still sign in with a password that everybody knows: ' +
  'start Huiyin with DEMO=off, which disables them.';
