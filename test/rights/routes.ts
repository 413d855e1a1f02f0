import type { NestExpressApplication } from '@nestjs/platform-express';

/** Express keeps a route or a middleware of one address in this shape. */
interface Layer {
  name: string;
  slash: boolean;
  route?: { path: string | string[]; methods: Record<string, boolean> };
  match(path: string): boolean;
}

/** Lists every route that the application answers, e.g. `GET /tickets/:number`. */
export function routesOf(app: NestExpressApplication): string[] {
  return layersOf(app).flatMap(({ route }) => {
    const paths = route ? [route.path].flat() : [];
    return paths.flatMap((path) =>
      Object.keys(route!.methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
  });
}

/** Lists the middlewares that are mounted at some addresses only: the test must know an address of each. */
export function mountsOf(app: NestExpressApplication): Layer[] {
  return layersOf(app).filter(({ route, slash }) => !route && !slash);
}

function layersOf(app: NestExpressApplication): Layer[] {
  const { router } = app.getHttpAdapter().getInstance() as unknown as { router: { stack: Layer[] } };
  return router.stack;
}
