import { afterEach, expect, test } from 'vitest';
import { encrypt, sign } from '../../src/sandbox/wire/wire-crypto.js';
import { type Callback, field, openCallback, opened, type Received } from './callback.js';
import { AES_KEY, bubblesOf, openStandIn, say, type StandIn, XIAOYU } from './stand-in.js';

let callback: Callback;
let wechat: StandIn;
afterEach(async () => {
  await wechat.close();
  await callback.close();
});

const open = async (
  ...[answer, mode]: [Parameters<typeof openCallback>[0], ('safe' | 'compatible' | 'plain')?]
) => {
  callback = await openCallback(answer);
  wechat = await openStandIn(callback.url, mode);
};

test('a push in safe mode is signed and encrypted, and nothing of the message is in the clear', async () => {
  await open((response) => response.end('success'));
  expect((await wechat.ask(...say(XIAOYU, '我的账号被盗了 ]]> 😀'))).status).toBe(204);
  const [push] = callback.received as [Received];
  expect(push.query.get('encrypt_type')).toBe('aes');
  expect(push.query.get('signature')).toMatch(/^[0-9a-f]{40}$/);
  expect(push.body).not.toContain('Content');
  const clear = opened(push);
  expect(field(clear, 'ToUserName')).toBe('gh_0123456789ab');
  expect(field(clear, 'FromUserName')).toBe(XIAOYU);
  expect(field(clear, 'MsgType')).toBe('text');
  expect(clear).toContain('我的账号被盗了 ]]]]><![CDATA[> 😀');
  expect(BigInt(field(clear, 'MsgId'))).toBeGreaterThan(BigInt(Number.MAX_SAFE_INTEGER));
});

test('a push in compatible mode has clear and encrypted fields, and in plain mode clear ones alone', async () => {
  await open((response) => response.end(''), 'compatible');
  await wechat.sandbox.say(XIAOYU, '你好');
  const [push] = callback.received as [Received];
  expect(field(push.body, 'Content')).toBe('你好');
  expect(field(opened(push), 'Content')).toBe('你好');
  await wechat.close();
  await callback.close();

  await open((response) => response.end(''), 'plain');
  await wechat.sandbox.say(XIAOYU, '你好');
  const [plain] = callback.received as [Received];
  expect(plain.query.has('encrypt_type')).toBe(false);
  expect(field(plain.body, 'Content')).toBe('你好');
});

test('a push is tried three times with the same MsgId, and then the customer is told of the fault', async () => {
  await open((response, attempt) => {
    if (attempt !== 2) response.writeHead(500).end('broken');
  });
  await wechat.sandbox.say(XIAOYU, '有人吗');
  const pushes = callback.received.map(opened);
  expect(pushes).toHaveLength(3);
  expect(new Set(pushes.map((clear) => field(clear, 'MsgId'))).size).toBe(1);
  expect(new Set(pushes.map((clear) => field(clear, 'CreateTime'))).size).toBe(1);
  expect(new Set(callback.received.map((push) => push.query.get('nonce'))).size).toBe(3);
  expect((await bubblesOf(wechat, XIAOYU)).map((bubble) => bubble.notice ?? bubble.text)).toEqual([
    '有人吗',
    'service_fault',
  ]);
});

test('an encrypted passive reply is shown once, although the first attempt failed', async () => {
  await open((response, attempt, push) => {
    if (attempt === 1) response.writeHead(503).end();
    else response.end(sealedReply(push, '您的工单 T100001 已受理'));
  });
  await wechat.sandbox.say(XIAOYU, '我要退款');
  const bubbles = await bubblesOf(wechat, XIAOYU);
  expect(bubbles.slice(1)).toMatchObject([
    { direction: 'down', via: 'passive', text: '您的工单 T100001 已受理' },
  ]);
});

test('an unencrypted or wrongly signed passive reply counts as a fault in safe mode', async () => {
  await open((response, attempt, push) => {
    const sealed = sealedReply(push, '伪造');
    response.end(
      attempt === 1
        ? clearReply('明文')
        : sealed.replace(/(<MsgSignature>).*(<\/MsgSignature>)/, '$1<![CDATA[0]]>$2'),
    );
  });
  await wechat.sandbox.say(XIAOYU, '第一句');
  await wechat.sandbox.say(XIAOYU, '第二句');
  const down = (await bubblesOf(wechat, XIAOYU)).filter((bubble) => bubble.direction === 'down');
  expect(down).toMatchObject([{ notice: 'service_fault' }, { notice: 'service_fault' }]);
  expect(callback.received).toHaveLength(2);
});

test('a picture is pushed with its id and an address, and can be fetched for three days', async () => {
  await open((response) => response.end(''));
  const form = new FormData();
  form.set('picture', new Blob([PIXEL], { type: 'image/png' }), 'receipt.png');
  const shown = await wechat.ask(`/sandbox/people/${XIAOYU}/pictures`, { method: 'POST', body: form });
  expect(shown.status).toBe(204);
  const clear = opened(callback.received[0]!);
  const mediaId = field(clear, 'MediaId');
  expect(field(clear, 'PicUrl')).toContain(`/sandbox/media/${mediaId}`);

  const { access_token } = await stableToken();
  const get = () =>
    wechat.ask(`/sandbox/wechat/cgi-bin/media/get?access_token=${access_token}&media_id=${mediaId}`);
  expect(Buffer.from(await (await get()).arrayBuffer())).toEqual(PIXEL);
  const sent = { touser: XIAOYU, msgtype: 'image', image: { media_id: mediaId } };
  expect(await wechat.call('message/custom/send', sent)).toMatchObject({ errcode: 0 });
  await wechat.clock.moveTo(new Date(Date.now() + 3 * 86_400_000 + 1_000));
  const late = await wechat.call('message/custom/send', sent);
  expect(late).toMatchObject({ errcode: 40007 });
});

test('following, unfollowing, a menu tap and a scan are events without a MsgId', async () => {
  await open((response) => response.end('success'));
  const put = (following: boolean) =>
    wechat.ask(`/sandbox/people/${XIAOYU}/following`, { method: 'PUT', body: JSON.stringify({ following }) });
  const scan = () =>
    wechat.ask(`/sandbox/people/${XIAOYU}/scans`, { method: 'POST', body: '{"scene":"T100001"}' });
  await put(false);
  await scan();
  await scan();
  await put(true);
  await wechat.sandbox.tap(XIAOYU, 'progress');
  const events = callback.received.map(opened);
  expect(events.map((clear) => [field(clear, 'Event'), field(clear, 'EventKey')])).toEqual([
    ['unsubscribe', ''],
    ['subscribe', 'qrscene_T100001'],
    ['SCAN', 'T100001'],
    ['CLICK', 'progress'],
  ]);
  expect(events.some((clear) => clear.includes('MsgId'))).toBe(false);
});

test('a person who does not follow cannot write, and nothing is pushed', async () => {
  await open((response) => response.end('success'));
  await wechat.ask(`/sandbox/people/${XIAOYU}/following`, { method: 'PUT', body: '{"following":false}' });
  expect((await wechat.ask(...say(XIAOYU, '喂'))).status).toBe(409);
  expect(callback.received).toHaveLength(1);
});

test('another site cannot send messages in the name of a person of the phone', async () => {
  await open((response) => response.end('success'));
  const [path, init] = say(XIAOYU, '被冒用');
  expect((await fetch(wechat.server.url + path, init)).status).toBe(403);
  expect(callback.received).toHaveLength(0);
});

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

async function stableToken(): Promise<{ access_token: string }> {
  const body = '{"grant_type":"client_credential","appid":"wx1234567890abcdef","secret":"the-secret"}';
  return (await wechat.ask('/sandbox/wechat/cgi-bin/stable_token', { method: 'POST', body })).json() as never;
}

function clearReply(text: string): string {
  return `<xml><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[${text}]]></Content></xml>`;
}

function sealedReply(push: Received, text: string): string {
  const encrypted = encrypt(clearReply(text), AES_KEY, 'wx1234567890abcdef');
  const [time, nonce] = ['1795212000', push.query.get('nonce') ?? ''];
  return `<xml><Encrypt><![CDATA[${encrypted}]]></Encrypt>
    <MsgSignature><![CDATA[${sign('the-token', time, nonce, encrypted)}]]></MsgSignature>
    <TimeStamp>${time}</TimeStamp><Nonce><![CDATA[${nonce}]]></Nonce></xml>`;
}
