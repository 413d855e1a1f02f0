import type { NestExpressApplication } from '@nestjs/platform-express';
import { LOGINS } from '../demo/index.js';
import type { Config } from '../platform/config/index.js';

export async function banner(app: NestExpressApplication, config: Config): Promise<string> {
  const address = config.port === 0 ? await app.getUrl() : config.publicUrl;
  if (!config.servesPages) return `\nHuiyin runs jobs. Health: ${address}/health/ready\n`;
  const demonstration = config.demo ? shop(address) : [];
  return ['', `Huiyin 回音 is ready: ${address}`, ...demonstration, 'Ctrl-C stops it.', ''].join('\n');
}

function shop(address: string): string[] {
  const widest = Math.max(...LOGINS.map(({ email }) => email.length));
  const logins = LOGINS.map(
    ({ email, password, name, role }) => `  ${email.padEnd(widest)}  ${password}  ${name} (${role})`,
  );
  return [`The simulated phone: ${address}/sandbox`, '', 'Demonstration logins:', ...logins, ''];
}
