import type { INestApplicationContext } from '@nestjs/common';
import { PASSWORD } from '../demo/index.js';
import { DemonstrationStaff } from '../staff/index.js';
import { DEMONSTRATION_AMONG_OTHERS, NOBODY_ADMINISTRATES } from './sentences.js';
import { StartError } from './start-error.js';

/**
 * Must be called before anybody is served: whoever turns the demonstration off may be met from outside, where its
 * published passwords must open nothing. Returns what there is to say about it. Throws `StartError` where the
 * demonstration would be played among the people and customers of a real installation.
 */
export async function settleDemonstration(app: INestApplicationContext, on: boolean): Promise<string[]> {
  const staff = app.get(DemonstrationStaff, { strict: false });
  if (on) {
    if (await staff.isForeign()) throw new StartError(DEMONSTRATION_AMONG_OTHERS);
    await staff.reopen(PASSWORD);
    return [];
  }
  const { closed, administrated } = await staff.close();
  const turnedOff = closed && [
    `The demonstration is turned off: its ${closed.members} members are disabled, their log-ins and tokens ended.`,
  ];
  return [...(turnedOff ?? []), ...(administrated ? [] : [NOBODY_ADMINISTRATES])];
}
