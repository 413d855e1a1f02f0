import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';
import { Opening } from './opening.service.js';
import { Playing } from './playing.service.js';
import { STORIES } from './storyline.js';
import { Wire, type WireSecrets } from './wire.service.js';

const STATE = 'demonstration';

@Injectable()
export class DemoCompany {
  constructor(
    private readonly database: Database,
    private readonly opening: Opening,
    private readonly wire: Wire,
    private readonly playing: Playing,
  ) {}

  /**
   * The program must already listen at `origin`, e.g. `http://127.0.0.1:3000`, because the stories are sent over HTTP.
   * If a start was killed, the next one goes on where it stopped.
   */
  async install(origin: string): Promise<void> {
    if (await this.isUntold()) await this.begin(origin);
    else await this.wire.lead(origin);
  }

  async isUntold(): Promise<boolean> {
    return (await this.state()) !== 'told';
  }

  private async begin(origin: string): Promise<void> {
    await this.database.run(
      sql`insert into setting (key, value) values (${STATE}, '"begun"') on conflict do nothing`,
    );
    const staff = await this.opening.open();
    await this.wire.connect(origin, newSecrets());
    await this.playing.play(STORIES, staff);
    await this.database.run(sql`update setting set value = '"told"' where key = ${STATE}`);
  }

  private async state(): Promise<string | undefined> {
    const row = await this.database.maybe<{ value: string }>(
      sql`select value from setting where key = ${STATE}`,
    );
    return row?.value;
  }
}

function newSecrets(): WireSecrets {
  return {
    appSecret: randomBytes(16).toString('hex'),
    token: randomBytes(12).toString('hex'),
    aesKey: randomBytes(32).toString('base64').slice(0, 43),
  };
}
