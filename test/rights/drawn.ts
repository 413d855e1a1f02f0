import { Receiving } from '../../src/conversations/index.js';
import { Clock } from '../../src/platform/clock/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { Pausing, Resolutions } from '../../src/tickets/index.js';
import { CUSTOMERS } from '../support/cast.js';
import { PaperChannel } from '../support/paper-channel.js';
import { formsIn } from '../web/page-forms.js';
import type { Caller } from './callers.js';
import type { Program } from './program.js';
import type { World } from './world.js';

/** Tickets and deliveries that stand where people have most to decide. */
export async function moreToDecide(program: Program, { cast, ticket }: World): Promise<void> {
  const { lina } = cast.staff;
  const { account, customers } = cast;
  const paper = new PaperChannel();
  const opened = async (customer: 'wangmei' | 'zhengkai', text: string): Promise<string> => {
    const key = `more-${customer}`;
    const inbound = paper.push(CUSTOMERS[customer].openid, text, program.get(Clock).now(), key);
    await program.get(Receiving).receive(account, inbound, (said) => said ?? '');
    const { customerId } = customers[customer];
    const { number } = await program
      .get(Database)
      .one<{ number: string }>(
        sql`select 'T' || number number from ticket where customer_id = ${customerId}`,
      );
    return number;
  };
  await program.get(Resolutions).resolve(lina, await opened('wangmei', '我要投诉，商品破损'), '已补发');
  await program.get(Pausing).hold(lina, await opened('zhengkai', '我要投诉，商品破损'), { reason: '等货' });
  await program.get(Database).run(sql`
    update delivery d set state = s.state, reason = s.reason, route = s.route, due_at = null
      from (select d.id, row_number() over (order by d.id) place from delivery d
              join ticket t on t.id = d.ticket_id where 'T' || t.number = ${ticket}) own
      join (values (1, 'unknown', 'no_answer', 'customer_message'), (2, 'planned', 'kept_back', 'customer_message'),
                   (3, 'planned', 'outside_window', 'call')) s (place, state, reason, route) on s.place = own.place
     where d.id = own.id`);
}

export interface DrawnForm {
  action: string;
  fields: Record<string, string>;
  from: string;
}

/** Where a reader starts; from there every link to a page of the console is followed. */
const STARTS = [
  '/inbox',
  '/tickets',
  '/refunds',
  '/deliveries',
  '/alerts',
  '/profile',
  '/reports',
  '/settings',
];
const FOLLOWED =
  /href="(\/(?:settings[\w/-]*|tickets\/T\d+|inbox\/\d+|(?:settings\/operations\/)?deliveries\?state=\w+|refunds\?state=\w+))"/g;
/** A form that its reader can only read. */
const SHUT = /<form\b(?:(?!<\/form>)[\s\S])*?<fieldset\b[^>]*\sdisabled[\s\S]*?<\/form>/g;
const MOST_PAGES = 120;

/** Everything that is drawn for the caller: pages that did not open, and each form once. */
export async function drawnFor(
  url: string,
  { cookie, address }: Caller,
): Promise<{ shut: string[]; forms: DrawnForm[]; pages: number }> {
  const found = new Set(STARTS);
  const shut: string[] = [];
  const forms = new Map<string, DrawnForm>();
  for (const path of found) {
    const headers = { cookie, accept: 'text/html', 'x-forwarded-for': address };
    const response = await fetch(url + path, { redirect: 'manual', headers });
    const html = await response.text();
    if (response.status >= 400) shut.push(`${path}: ${response.status}`);
    for (const [, href] of html.matchAll(FOLLOWED))
      if (found.size < MOST_PAGES) found.add(href!.replaceAll('&amp;', '&'));
    for (const { action, fields } of formsIn(html.replaceAll(SHUT, ''), path)) {
      const typed = Object.fromEntries(fields.map(({ name, value }) => [name, value]));
      if (!forms.has(action)) forms.set(action, { action, fields: typed, from: path });
    }
  }
  return { shut, forms: [...forms.values()], pages: found.size };
}
