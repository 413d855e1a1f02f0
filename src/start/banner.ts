import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Config } from '../platform/config/index.js';

/** What a person needs to know to begin. */
export async function banner(app: NestExpressApplication, config: Config): Promise<string> {
  const address = config.port === 0 ? await app.getUrl() : config.publicUrl;
  if (!config.servesPages) return `\nHuiyin runs jobs. Health: ${address}/health/ready\n`;
  const lines = ['', `Huiyin 回音 is ready: ${address}`];
  if (config.demo) lines.push(`The simulated phone: ${address}/sandbox`);
  return [...lines, 'Ctrl-C stops it.', ''].join('\n');
}
