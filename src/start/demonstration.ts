import type { INestApplicationContext } from '@nestjs/common';
import { PASSWORD } from '../demo/index.js';
import { DemonstrationStaff } from '../staff/index.js';
import { NOBODY_ADMINISTRATES } from './sentences.js';

/**
 * Must be called before anybody is served: whoever turns the demonstration off may be met from outside, where its
 * published passwords must open nothing. Returns what there is to say about it.
 */
export async function settleDemonstration(app: INestApplicationContext, on: boolean): Promise<string[]> {
  const staff = app.get(DemonstrationStaff, { strict: false });
  if (on) {
    await staff.reopen(PASSWORD);
    return [];
  }
  const { closed, administrated } = await staff.close();
  const turnedOff = closed && [
    `The demonstration is turned off: its ${closed.members} members are disabled, their log-ins and tokens ended.`,
  ];
  return [...(turnedOff ?? []), ...(administrated ? [] : [NOBODY_ADMINISTRATES])];
}
