import { createHmac } from 'node:crypto';

export const VENDORS = ['wecom', 'feishu', 'dingtalk'] as const;
export type Vendor = (typeof VENDORS)[number];

export interface Robot {
  vendor: Vendor;
  url: string;
  secret: string | null;
}

/** A robot's address may point to these hosts only, so that nobody can use a robot to reach other servers. */
const HOSTS: Record<Vendor, readonly string[]> = {
  wecom: ['qyapi.weixin.qq.com'],
  feishu: ['open.feishu.cn', 'open.larksuite.com'],
  dingtalk: ['oapi.dingtalk.com'],
};
const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]'];

export function isRobotUrl(vendor: Vendor, url: string, allowLoopback: boolean): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username } = new URL(url);
  if (allowLoopback && LOOPBACK.includes(hostname)) return true;
  return protocol === 'https:' && username === '' && HOSTS[vendor].includes(hostname);
}

/** `at` is real time, because a signature expires after an hour. */
export function robotRequest(robot: Robot, text: string, at: Date): { url: string; body: object } {
  switch (robot.vendor) {
    case 'wecom':
      // https://developer.work.weixin.qq.com/document/path/91770: content up to 2048 bytes in UTF-8.
      return { url: robot.url, body: { msgtype: 'text', text: { content: cut(text, 2_048) } } };
    case 'feishu':
      return {
        url: robot.url,
        body: { ...feishuSign(robot.secret, at), msg_type: 'text', content: { text } },
      };
    case 'dingtalk':
      return { url: dingtalkUrl(robot, at), body: { msgtype: 'text', text: { content: text } } };
  }
}

/**
 * A vendor answers with these codes when it is called too often. It would accept the same message a minute
 * later.
 */
const BUSY: Record<Vendor, readonly number[]> = {
  // WeCom takes 20 messages a minute.
  wecom: [45009, -1],
  // Feishu takes 5 messages a second and 100 a minute.
  feishu: [9499, 11232],
  // DingTalk takes 20 messages a minute, and then none for ten minutes.
  dingtalk: [130101, 410100, 660026],
};

export function isBusy(vendor: Vendor, reason: string | null): boolean {
  return BUSY[vendor].some((code) => reason === `${vendor}_${code}`);
}

/** WeCom and DingTalk call the field `errcode`, and Feishu calls it `code`. 0 means success everywhere. */
export function refusalOf(vendor: Vendor, answer: unknown): string | null {
  const fields = typeof answer === 'object' && answer !== null ? (answer as Record<string, unknown>) : {};
  const code = vendor === 'feishu' ? (fields.code ?? fields.StatusCode) : fields.errcode;
  return code === 0 ? null : `${vendor}_${typeof code === 'number' ? code : 'unreadable'}`;
}

/** Feishu signs an empty message; the key is made of the seconds and the secret. */
function feishuSign(secret: string | null, at: Date): { timestamp?: string; sign?: string } {
  if (secret === null) return {};
  const timestamp = String(Math.floor(at.getTime() / 1000));
  return { timestamp, sign: createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64') };
}

/** DingTalk signs the milliseconds and the secret; the key is the secret. */
function dingtalkUrl({ url, secret }: Robot, at: Date): string {
  if (secret === null) return url;
  const timestamp = String(at.getTime());
  const signed = new URL(url);
  signed.searchParams.set('timestamp', timestamp);
  signed.searchParams.set(
    'sign',
    createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64'),
  );
  return signed.href;
}

function cut(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text;
  const characters = [...text];
  while (Buffer.byteLength(characters.join('')) > bytes - 3) characters.pop();
  return `${characters.join('')}…`;
}
