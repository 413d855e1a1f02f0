import type { NextFunction, Request, Response } from 'express';

export function onlyForMachines(request: Request, response: Response, next: NextFunction): void {
  if (request.path === '/metrics' || request.path.startsWith('/health/')) next();
  else response.status(404).type('text/plain').send('This process runs jobs and serves no pages.\n');
}
