import { Growth } from '../demo/index.js';
import { Clock } from '../platform/clock/index.js';
import { Database } from '../platform/database/index.js';
import { Calendars } from '../hours/index.js';
import { RollUp } from '../reports/index.js';
import { Rehearsals } from '../sla/index.js';

interface Services {
  get<T>(token: abstract new (...parameters: never[]) => T): T;
}

/** Fills the demonstration from outside of it: the program itself has no use for this. */
export function growthOf(services: Services): Growth {
  return new Growth(
    services.get(Database),
    services.get(Clock),
    services.get(Calendars),
    services.get(Rehearsals),
    services.get(RollUp),
  );
}
