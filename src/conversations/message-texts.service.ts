import { Injectable } from '@nestjs/common';
import { Database, sql } from '../platform/database/index.js';

const TAKEN_IN = Symbol('texts taken in');

/** Events do not carry the texts of messages, so those who react to an event ask here. */
@Injectable()
export class MessageTexts {
  constructor(private readonly database: Database) {}

  remember(messageId: string, text: string): void {
    this.takenIn().set(messageId, text);
  }

  async of(messageId: string): Promise<string> {
    const known = this.database.inTransaction ? this.takenIn().get(messageId) : undefined;
    if (known !== undefined) return known;
    const row = await this.database.one<{ text: string }>(
      sql`select text from message where id = ${messageId}`,
    );
    return row.text;
  }

  private takenIn(): Map<string, string> {
    return this.database.note(TAKEN_IN, () => new Map<string, string>());
  }
}
