import { type BeforeApplicationShutdown, Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { NextFunction, Request, Response } from 'express';
import type { Server } from 'node:http';

const PATIENCE_MS = 5_000;

@Injectable()
export class Connections implements BeforeApplicationShutdown {
  private readonly answering = new Set<Response>();
  private closing = false;
  private whenIdle?: () => void;

  constructor(private readonly host: HttpAdapterHost) {}

  readonly track = (_request: Request, response: Response, next: NextFunction): void => {
    if (this.closing) response.setHeader('connection', 'close');
    this.answering.add(response);
    response.once('close', () => {
      this.answering.delete(response);
      if (this.answering.size === 0) this.whenIdle?.();
    });
    next();
  };

  async beforeApplicationShutdown(): Promise<void> {
    this.closing = true;
    const server = this.host.httpAdapter?.getHttpServer() as Server | undefined;
    if (!server?.listening) return;
    server.close();
    for (const response of this.answering) if (isStream(response)) response.destroy();
    await this.idle();
    server.closeAllConnections();
  }

  private idle(): Promise<void> {
    if (this.answering.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, PATIENCE_MS);
      this.whenIdle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

export function isStream(response: Response): boolean {
  return String(response.getHeader('content-type') ?? '').startsWith('text/event-stream');
}
