import type { Bench, Stage } from '../bench.js';
import { middle, timed, type Timings } from '../support/measuring.js';
import { Floor } from './floor.js';
import { Postman, sealed } from './postman.js';

const CONCURRENCIES = [1, 4, 16];
const CUSTOMERS = 200;
const TURNS = 3;
const TURN_SECONDS = 4;
const LETTERS = 12_000;

export const ingest: Bench = {
  about: 'messages per second that a running program takes in, against the bare rows',
  async run(stage) {
    const shop = await stage.installation();
    const program = await shop.start();
    await shop.connect();
    const postman = new Postman(program.url);
    const floor = await Floor.open(shop.environment.DATABASE_URL!, CUSTOMERS);
    try {
      await meet(stage, postman, floor);
      for (const lanes of CONCURRENCIES) await compare(stage, postman, floor, lanes);
    } finally {
      await floor.close();
      postman.close();
    }
  },
};

async function meet(stage: Stage, postman: Postman, floor: Floor): Promise<void> {
  stage.say(`${CUSTOMERS} customers say hello`);
  const letters = sealed(CUSTOMERS, CUSTOMERS);
  await timed(letters, { lanes: 4 }, (letter) => postman.delivers(letter));
  await timed(letters, { lanes: 4 }, (letter, lane) => floor.writes(letter, lane));
}

/** Program and floor take turns, so that a busy moment of the machine does not slow down only one of them. */
async function compare(stage: Stage, postman: Postman, floor: Floor, lanes: number): Promise<void> {
  const load = { lanes, seconds: TURN_SECONDS };
  const bare: Timings[] = [];
  const ours: Timings[] = [];
  for (let turn = 0; turn < TURNS; turn += 1) {
    stage.say(`${lanes} at a time, turn ${turn + 1} of ${TURNS}`);
    const letters = sealed(LETTERS, CUSTOMERS);
    bare.push(await timed(letters, load, (letter, lane) => floor.writes(letter, lane)));
    ours.push(await timed(letters, load, (letter) => postman.delivers(letter)));
  }
  const { perSecond: value, ...latency } = middle(ours);
  const { perSecond: least } = middle(bare);
  stage.report({ name: `ingest.c${lanes}`, value, unit: 'messages/s', floor: least, ...latency });
}
