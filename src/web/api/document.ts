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
      'Tickets and conversations over JSON. A token belongs to a member and may do what that member may. ' +
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
