import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Express, RequestHandler, Response } from 'express';
import { Config } from '../../platform/config/index.js';
import { onlyForMembers } from './description-door.js';
import { documentOf } from './document.js';

/** The program serves these files of swagger-ui-dist itself, so that nothing is loaded from elsewhere. */
const ASSETS = ['swagger-ui.css', 'swagger-ui-bundle.js', 'favicon-32x32.png'];

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Huiyin API</title>
<link rel="icon" type="image/png" href="/api/docs/favicon-32x32.png">
<link rel="stylesheet" href="/api/docs/swagger-ui.css">
</head>
<body>
<div id="docs"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script>
<script src="/api/docs/start.js"></script>
</body>
</html>
`;

/** `validatorUrl` is null because the badge would send the address of this description to swagger.io. */
const START = `SwaggerUIBundle({
  url: '/api/openapi.json',
  dom_id: '#docs',
  validatorUrl: null,
  persistAuthorization: false,
});
`;

/**
 * Must be called before the application is initialised and after its HTTP frame is set up. API_DOCS says who may read
 * the description.
 */
export function describeApi(app: NestExpressApplication): void {
  const { apiDocs } = app.get(Config);
  if (apiDocs === 'off') return;
  const server: Express = app.getHttpAdapter().getInstance();
  const doors: RequestHandler[] = apiDocs === 'open' ? [] : [onlyForMembers(app)];
  const document = JSON.stringify(documentOf(app));
  const text = (path: string, type: string, body: string) =>
    server.get(path, ...doors, (_request, response: Response) => void response.type(type).send(body));
  text('/api/openapi.json', 'application/json', document);
  text('/api/docs', 'text/html', PAGE);
  text('/api/docs/start.js', 'text/javascript', START);
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  for (const file of ASSETS) {
    server.get(`/api/docs/${file}`, ...doors, (_request, response) =>
      response.set('cache-control', 'public, max-age=3600').sendFile(join(folder, file)),
    );
  }
}
