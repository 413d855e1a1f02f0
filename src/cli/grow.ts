import { Clock } from '../platform/clock/index.js';
import { StartError } from '../start/start-error.js';
import { configured, withServices } from './installation.js';
import { print } from './output.js';
import { ProgressLine } from './progress-line.js';

export interface GrowOptions {
  tickets: string;
  messages: string;
  seed: string;
  json?: boolean;
}

const MOST = 100_000_000;

export async function grow(options: GrowOptions): Promise<void> {
  refuseWork(configured().demo);
  const wished = {
    tickets: numberOf('tickets', options.tickets),
    messages: numberOf('messages', options.messages),
    seed: numberOf('seed', options.seed),
  };
  if (wished.messages < wished.tickets)
    throw new StartError('Every ticket begins with a message: --messages is at least --tickets.');
  // The demonstration and its stand-in for WeChat are half of the program, and no other command needs them.
  const { growthOf } = await import('../start/growth.js');
  await withServices(async (services) => {
    const clock = services.get(Clock);
    const growth = growthOf(services);
    const line = new ProgressLine();
    const begun = performance.now();
    const grown = await growth.fill({ ...wished, now: clock.now() }, ({ tickets }) =>
      line.show({ doing: `${tickets} of ${wished.tickets} tickets`, rows: 0, files: 0 }),
    );
    line.end();
    if (!grown) throw new StartError(NO_SHOP);
    const seconds = Math.round((performance.now() - begun) / 100) / 10;
    print(options, { ...grown, seconds }, [
      `${grown.tickets} tickets, ${grown.messages} messages, ${grown.customers} customers in ${seconds} s.`,
    ]);
  });
}

/** The tickets of a real shop would drown among invented ones, and nobody could take them out again. */
function refuseWork(demo: boolean): void {
  if (!demo) throw new StartError('Invented tickets are for a demonstration: this one runs with DEMO=off.');
}

const NO_SHOP =
  'There is no shop to fill: start Huiyin once with DEMO=on, or connect an account and invite members of its department.';

function numberOf(name: string, text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= (name === 'seed' ? 0 : 1) && number <= MOST) return number;
  throw new StartError(`--${name} is a whole number from 1 to ${MOST}, and not ${text}.`);
}
