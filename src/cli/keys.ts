import { WechatSecrets } from '../channels/wechat-official/index.js';
import { CustomerSecrets } from '../customers/index.js';
import { Robots } from '../escalation/index.js';
import { Providers, SecondFactorKeeping } from '../staff/index.js';
import { KeyRotation } from '../start/keys/key-rotation.service.js';
import { SigningKeys } from '../start/keys/signing-keys.js';
import { type Services, withServices } from './installation.js';
import { print } from './output.js';

/** Encrypts every column anew with the first key of SECRET_KEY and rebuilds every blind index. It may be repeated. */
export async function rotateKeys(options: { json?: boolean }): Promise<void> {
  await withServices(async (services) => {
    const renewed = await services.get(KeyRotation).rotate(() => renew(services));
    const { customers, accounts, robots, providers, factors } = renewed;
    print(options, renewed, [
      `Encrypted anew: ${customers} phone numbers, ${factors} second factors, and the secrets of ${accounts} channel accounts, ${robots} robots and ${providers} sign-in providers.`,
      'SECRET_KEY needs the old key no more.',
    ]);
  });
}

async function renew(services: Services) {
  const customers = await services.get(CustomerSecrets).renew();
  const accounts = await services.get(WechatSecrets).renew();
  const robots = await services.get(Robots).renew();
  const providers = await services.get(Providers).renew();
  const factors = await services.get(SecondFactorKeeping).renew();
  await services.get(SigningKeys).renew();
  return { customers, accounts, robots, providers, factors };
}
