import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Sweeps } from '../platform/jobs/index.js';
import { Pausing } from './pausing.service.js';
import { Resolutions } from './resolution.service.js';

@Injectable()
export class TicketsDueSweep implements OnModuleInit {
  constructor(
    private readonly sweeps: Sweeps,
    private readonly pausing: Pausing,
    private readonly resolutions: Resolutions,
  ) {}

  onModuleInit(): void {
    this.sweeps.addDue('holds_due', {
      work: async () => (await this.pausing.resumeDue()) > 0,
      nearest: () => this.pausing.nextResuming(),
    });
    this.sweeps.addDue('tickets_closing', {
      work: async () => (await this.resolutions.closeDue()) > 0,
      nearest: () => this.resolutions.nextClosing(),
    });
  }
}
