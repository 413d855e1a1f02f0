import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';

/** Each one-time consent allows one message and never expires. */
@Injectable()
export class Consents {
  constructor(private readonly database: Database) {}

  async give(openid: string, templateId: string): Promise<void> {
    await this.database.run(sql`
      insert into sandbox.consent as c (openid, template_id, available) values (${openid}, ${templateId}, 1)
      on conflict (openid, template_id) do update set available = c.available + 1`);
  }

  async withdraw(openid: string, templateId: string): Promise<void> {
    await this.database.run(
      sql`update sandbox.consent set available = 0 where openid = ${openid} and template_id = ${templateId}`,
    );
  }

  async take(openid: string, templateId: string): Promise<boolean> {
    const taken = await this.database.run(sql`
      update sandbox.consent set available = available - 1
       where openid = ${openid} and template_id = ${templateId} and available > 0`);
    return taken > 0;
  }

  async of(openid: string): Promise<Map<string, number>> {
    const rows = await this.database.rows<{ templateId: string; available: number }>(
      sql`select template_id, available from sandbox.consent where openid = ${openid}`,
    );
    return new Map(rows.map(({ templateId, available }) => [templateId, available]));
  }
}
