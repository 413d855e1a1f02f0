import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { type Sweep, Sweeps } from '../platform/jobs/index.js';
import { WindowWatch } from './window-watch.service.js';

const EVERY_MS = 10_000;

@Injectable()
export class WindowSweep implements OnModuleInit {
  private sweep!: Sweep;

  constructor(
    private readonly sweeps: Sweeps,
    private readonly watch: WindowWatch,
  ) {}

  onModuleInit(): void {
    this.sweep = this.sweeps.add('windows_closing', () => this.watch.look());
  }

  @Interval(EVERY_MS)
  tick(): void {
    void this.sweep.tick();
  }
}
