import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

/** A thread of its own asks for the log-in page again and again, so that it does not slow down what is timed here. */
const CROWD = `
  const { parentPort, workerData } = require('node:worker_threads');
  let answers = 0;
  const ask = async () => {
    for (;;) {
      await (await fetch(workerData.origin + '/login')).text();
      answers += 1;
    }
  };
  for (let one = 0; one < workerData.strangers; one += 1) void ask();
  parentPort.on('message', () => parentPort.postMessage(answers));
`;

/** So many visitors without a login who never stop asking. */
export class Crowd {
  private readonly worker: Worker;

  constructor(origin: string, strangers: number) {
    this.worker = new Worker(CROWD, { eval: true, workerData: { origin, strangers } });
  }

  /** Returns how many pages they were given. */
  async disperse(): Promise<number> {
    this.worker.postMessage('over');
    const [asked] = (await once(this.worker, 'message')) as [number];
    await this.worker.terminate();
    return asked;
  }
}

/** So many people sign in at once with a wrong password. Returns the statuses that they were answered. */
export async function signIns(origin: string, people: number): Promise<number[]> {
  const page = await fetch(`${origin}/login`);
  const cookie = page.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const _csrf = /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  const tries = Array.from({ length: people }, (_, one) =>
    fetch(`${origin}/login`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie },
      body: new URLSearchParams({
        _csrf,
        email: `nobody${one}@huiyin.example`,
        password: 'wrong-password',
      }),
    }),
  );
  return (await Promise.all(tries)).map(({ status }) => status);
}
