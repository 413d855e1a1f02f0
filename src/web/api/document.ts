import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { root } from '../../platform/config/index.js';
import { ApiModule } from './api.module.js';

export function documentOf(app: INestApplication): OpenAPIObject {
  const about = new DocumentBuilder()
    .setTitle('Huiyin 回音')
    .setDescription(
      'Tickets and conversations over JSON. A token belongs to a member and may do what that member may, within ' +
        'its scopes: `read` looks, `work` changes tickets and talks to customers, `money` decides about refunds, ' +
        '`settings` changes settings, reads the audit list and has to do with tokens and logins, also ' +
        "those of one's own. 403 `token_scope` names the one that is missing. " +
        'A token ends when it expires, is revoked, or its member gets a new password or sets up a second factor. ' +
        'It has 600 requests a minute unless it was given others: 429 says in `Retry-After` when there are more. ' +
        'Times are ISO 8601 in UTC, money is a decimal string, ids are strings, errors are problem+json.',
    )
    .setVersion(version())
    .addBearerAuth({ type: 'http', scheme: 'bearer', description: 'npm run huiyin -- token:create' })
    .build();
  return SwaggerModule.createDocument(app, about, {
    include: [ApiModule],
    autoTagControllers: false,
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
}

function version(): string {
  return (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
}
