import { HttpModule } from '../../src/platform/http/index.js';
import { JobsModule } from '../../src/platform/jobs/index.js';
import { LiveModule } from '../../src/platform/live/index.js';
import { TicketsModule } from '../../src/tickets/index.js';
import { openPlatform } from './app.js';
import { type Cast, openCast } from './cast.js';
import { cloneDatabase, type TestDatabase } from './database.js';

export interface ClonedCast {
  database: TestDatabase;
  cast: Cast;
}

let template: Promise<{ url: string; cast: Cast }> | undefined;

/**
 * A database of one's own in which the shop of `openCast` stands already. Each worker opens the shop once, because that
 * takes several times as long as copying it.
 */
export async function cloneCast(): Promise<ClonedCast> {
  template ??= openTemplate();
  const { url, cast } = await template;
  const { staff, ...rest } = cast;
  return { database: await cloneDatabase(url), cast: { ...structuredClone(rest), staff: { ...staff } } };
}

/** It goes with the whole PostgreSQL of the run. */
async function openTemplate(): Promise<{ url: string; cast: Cast }> {
  const { url } = await cloneDatabase();
  const modules = [HttpModule, LiveModule, JobsModule, TicketsModule];
  const platform = await openPlatform(modules, { ROLE: 'web' }, { url, drop: async () => undefined });
  const cast = await openCast(platform);
  await platform.close();
  return { url, cast };
}
