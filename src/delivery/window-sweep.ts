import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Sweeps } from '../platform/jobs/index.js';
import { WindowWatch } from './window-watch.service.js';

@Injectable()
export class WindowSweep implements OnModuleInit {
  constructor(
    private readonly sweeps: Sweeps,
    private readonly watch: WindowWatch,
  ) {}

  onModuleInit(): void {
    this.sweeps.addDue('windows_closing', {
      work: () => this.watch.look(),
      nearest: () => this.watch.nearest(),
    });
  }
}
