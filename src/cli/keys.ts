import { WechatSecrets } from '../channels/wechat-official/index.js';
import { CustomerSecrets } from '../customers/index.js';
import { Robots } from '../escalation/index.js';
import { KeyCheck } from '../start/key-check.service.js';
import { withServices } from './installation.js';
import { print } from './output.js';

/** Encrypts every column anew with the first key of SECRET_KEY and rebuilds every blind index. It may be repeated. */
export async function rotateKeys(options: { json?: boolean }): Promise<void> {
  await withServices(async (services) => {
    const customers = await services.get(CustomerSecrets).renew();
    const accounts = await services.get(WechatSecrets).renew();
    const robots = await services.get(Robots).renew();
    await services.get(KeyCheck).renew();
    print(options, { customers, accounts, robots }, [
      `Encrypted anew: ${customers} phone numbers, the secrets of ${accounts} channel accounts and ${robots} robots.`,
    ]);
  });
}
