import { RollUp } from '../reports/index.js';
import { withServices } from './installation.js';
import { print } from './output.js';

/** Reports stay right meanwhile, and only take longer. */
export async function rebuildReports(options: { json?: boolean }): Promise<void> {
  await withServices(async (services) => {
    const tickets = await services.get(RollUp).rebuild();
    print(options, { tickets }, [`The reports were counted anew from ${tickets} tickets.`]);
  });
}
