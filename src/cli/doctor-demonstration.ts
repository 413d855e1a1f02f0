import { DemonstrationStaff } from '../staff/index.js';
import { NOBODY_ADMINISTRATES } from '../start/sentences.js';
import type { Services } from './installation.js';

/** What is to be said about members whose passwords everybody knows, and where nobody may administrate. */
export async function demonstrationFindings(
  services: Services,
): Promise<{ problems: string[]; warnings: string[] }> {
  const { closed, active, administrated } = await services.get(DemonstrationStaff).standing();
  const { demo } = services.config;
  const stillOpen = !demo && !closed && active > 0;
  const problems = [
    ...(administrated || demo ? [] : [NOBODY_ADMINISTRATES]),
    ...(stillOpen ? [`${active} ${STILL_OPEN}`] : []),
  ];
  const warnings = closed
    ? [`The demonstration was turned off at ${closed.at}: ${closed.members} of its members are disabled.`]
    : [];
  return { problems, warnings };
}

const STILL_OPEN =
  'member(s) of the demonstration may still sign in with a password that everybody knows: ' +
  'start Huiyin with DEMO=off, which disables them.';
