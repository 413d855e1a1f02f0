import { Agent, request } from 'node:http';
import { buildXml } from '../../src/channels/wechat-official/callback/xml.js';
import { message, safely, type Sent } from '../../test/channels/pushing.js';
import { SHOP } from '../../test/channels/shop.js';

export interface Letter {
  customer: number;
  id: string;
  text: string;
  clear: string;
  sent: Sent;
}

const WORDS = '你好，请问这件大衣还有货吗？我穿一百七十五的码，周五之前能到上海吗';

let written = 0;

/** The texts open no ticket. They are encrypted beforehand, because encryption is not what is measured. */
export function sealed(count: number, customers: number): Letter[] {
  return Array.from({ length: count }, () => {
    const number = (written += 1);
    const customer = number % customers;
    const id = `24${String(number).padStart(17, '0')}`;
    const text = `${WORDS} ${number}`;
    const clear = buildXml(message({ FromUserName: `oBench${customer}`, Content: text, MsgId: id }));
    return { customer, id, text, clear, sent: safely(clear) };
  });
}

export class Postman {
  private readonly agent = new Agent({ keepAlive: true });

  constructor(private readonly origin: string) {}

  delivers({ sent: { query, body } }: Letter): Promise<void> {
    const address = `${this.origin}/channels/wechat/${SHOP.key}?${new URLSearchParams(query).toString()}`;
    const headers = { 'content-type': 'text/xml', 'content-length': Buffer.byteLength(body) };
    return new Promise((done, fail) => {
      const call = request(address, { method: 'POST', agent: this.agent, headers }, (answer) => {
        answer.resume().once('end', () => {
          if (answer.statusCode === 200) done();
          else fail(new Error(`A push was answered ${answer.statusCode}`));
        });
      });
      call.once('error', fail).end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
