import { ConversationClaim, MessageFiles } from '../../src/conversations/index.js';
import { EscalationModule, Escalations } from '../../src/escalation/index.js';
import { NotificationsModule } from '../../src/notifications/index.js';
import { Database, sql } from '../../src/platform/database/index.js';
import { RefundApproval, RefundPayment, RefundRequests, RefundsModule } from '../../src/refunds/index.js';
import { RetentionModule } from '../../src/retention/index.js';
import { Notes, TicketReplies } from '../../src/tickets/index.js';
import { CUSTOMERS } from '../support/cast.js';
import { Shop } from '../support/shop.js';

/** A word that stands in everything that is said, noted and sent about 小明, and nowhere else. */
export const MARK = 'Zyxophan';
export const PICTURE = Buffer.from(`\x89PNG\r\n\x1a\n a picture of ${MARK}`, 'latin1');

const { openid, name, phone } = CUSTOMERS.xiaoming;
export const MARKS = [MARK, openid, name, phone!, '独角兽街'];

export const openKeepingShop = (): Promise<Shop> =>
  Shop.open(EscalationModule, NotificationsModule, RefundsModule, RetentionModule);

/** 小明 writes, sends a picture, is answered and noted about, and a refund is asked for. */
export async function fullStory(shop: Shop): Promise<{ number: string; refundId: string }> {
  const { lina, zhangmin, wangfang } = shop.cast.staff;
  await shop.says('xiaoming', `我要退款，订单 HY20261130001，寄到独角兽街 ${MARK}`);
  const number = await shop.ticketOf('xiaoming');
  await shop.get(ConversationClaim).claim(lina, await talkOf(shop));
  await shop.get(TicketReplies).reply(lina, number, `${MARK} 您好`);
  await shop
    .get(ConversationClaim)
    .claim(zhangmin, await talkOf(shop), { takeOver: true, reason: `${MARK} 生气` });
  await shop.sends();
  await picture(shop);
  await shop.get(Notes).add(lina, number, `${MARK} 打过电话`);
  await shop.get(Escalations).ask(lina, number, `${MARK} 很急`);
  await shop.handOver(number);
  const wish = { order: 'HY20261130001', amount: '68.50', reason: `${MARK} 破损` };
  const { id } = await shop.get(RefundRequests).put(wangfang, number, wish);
  return { number, refundId: id };
}

export async function paid(shop: Shop, refundId: string): Promise<void> {
  const { chenjing, wangfang } = shop.cast.staff;
  await shop.get(RefundApproval).approve(chenjing, await shop.seen(refundId));
  await shop.get(RefundPayment).record(wangfang, await shop.seen(refundId), 'PZ-100');
}

export async function talkOf(shop: Shop): Promise<string> {
  const { customerId } = shop.cast.customers.xiaoming;
  const { id } = await shop
    .get(Database)
    .one<{ id: string }>(sql`select max(id)::text id from conversation where customer_id = ${customerId}`);
  return id;
}

async function picture(shop: Shop): Promise<void> {
  const previewUrl = `https://pictures.example/${MARK}`;
  await shop.says('xiaoming', {
    type: 'message',
    kind: 'image',
    text: '',
    mediaId: MARK,
    previewUrl,
    providerId: `${MARK}-2`,
  });
  const [message] = await shop.rows<{ id: string }>(sql`select id from message where kind = 'image'`);
  await shop.get(MessageFiles).keep(message!.id, { bytes: PICTURE, mediaType: 'image/png' });
}
