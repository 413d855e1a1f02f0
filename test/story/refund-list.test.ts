import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Browsing } from '../support/browsing.js';
import { Colleague } from './colleague.js';
import { Installation } from './installation.js';

let shop: Installation;
let browsing: Browsing;
let chenjing: Colleague;

beforeAll(async () => {
  shop = Installation.embedded({ DEMO: 'on' });
  const program = await shop.start();
  browsing = await Browsing.open(program.url);
  await askForMore();
  chenjing = await Colleague.logIn(browsing, 'chenjing');
});
beforeEach(async () => {
  await chenjing.page.goto('/refunds?state=requested');
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await browsing.keepEvidence(task.name);
});
afterAll(async () => {
  await browsing?.close();
  await shop.close();
});

/** Finance has three more tickets, each with a request of 王芳. */
async function askForMore(): Promise<void> {
  await shop.rows(`
    with more as (
      update ticket t set department_id = d.id, type = 'refund', stage = t.stage
        from department d
       where d.key = 'finance' and t.id in (
         select k.id from ticket k
          where k.status in ('new', 'open') and not exists (select from refund r where r.ticket_id = k.id)
            and not exists (select from handoff h where h.ticket_id = k.id and h.state = 'offered')
          order by k.id limit 3)
      returning t.id)
    insert into refund (ticket_id, order_number, amount, currency, reason, requested_by, requested_at)
    select more.id, 'O-' || more.id, 10, 'CNY', '破损', m.id, now() from more, member m where m.name = '王芳'`);
}

const waiting = async () =>
  Number(
    (await shop.rows<{ count: string }>(`select count(*) from refund where state = 'requested'`))[0]!.count,
  );
const cards = () => chenjing.page.locator('.refund-card').evaluateAll((found) => found.map(({ id }) => id));

describe('fault B1: no second click and no second key decides about another refund', () => {
  test('a second click at the same place after an approval meets the card that was approved', async () => {
    const { page } = chenjing;
    const [before, places] = [await waiting(), await cards()];
    expect(before).toBeGreaterThan(1);
    await page.locator('.refund-approve > summary').first().click();
    const yes = page.locator('.refund-approve[open] form button');
    const { x, y, width, height } = (await yes.boundingBox())!;
    await page.mouse.click(x + width / 2, y + height / 2);
    await page.locator('.refund-moved').waitFor();
    for (let clicks = 0; clicks < 5; clicks += 1) {
      await page.mouse.click(x + width / 2, y + height / 2);
      await page.waitForTimeout(200);
    }
    expect(await cards()).toEqual(places);
    expect(await waiting()).toBe(before - 1);
    expect(await page.locator('.refund-card').first().getAttribute('class')).toContain('refund-moved');
  });

  test('the key A asks about the focused card alone, and pressed twice it approves nothing', async () => {
    const { page } = chenjing;
    const before = await waiting();
    await page.keyboard.press('a');
    await page.keyboard.press('a');
    expect(await page.locator('.refund-approve[open]').count()).toBe(0);
    // A letter that presses nothing may begin a sequence and is forgotten after a moment.
    await page.waitForTimeout(1300);
    await page.keyboard.press('j');
    await page.keyboard.press('a');
    await page.locator('.refund-approve[open]').waitFor();
    await page.keyboard.press('a');
    await page.waitForTimeout(300);
    expect(await page.locator('.refund-approve[open]').count()).toBe(0);
    expect(await waiting()).toBe(before);
  });
});
