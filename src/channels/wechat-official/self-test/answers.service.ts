import { Injectable } from '@nestjs/common';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Episodes, MessageFiles, Outbox } from '../../../conversations/index.js';
import { root } from '../../../platform/config/index.js';
import { Database, sql } from '../../../platform/database/index.js';
import { Job } from '../../../platform/jobs/index.js';
import { SENT_OUT, type SentOut } from './self-test.js';
import { selfTestText } from './texts.js';

const SAMPLES = join(root, 'src/channels/wechat-official/samples');
const FILES: Partial<Record<SentOut, { kind: 'image' | 'voice'; name: string; mediaType: string }>> = {
  image_out: { kind: 'image', name: 'picture.png', mediaType: 'image/png' },
  voice_out: { kind: 'voice', name: 'voice.mp3', mediaType: 'audio/mpeg' },
};

interface Tester {
  identityId: string;
  language: string;
  word: string;
}

@Injectable()
export class SelfTestAnswers {
  constructor(
    private readonly database: Database,
    private readonly episodes: Episodes,
    private readonly files: MessageFiles,
    private readonly outbox: Outbox,
  ) {}

  @Job('wechat.self_test_answer')
  async run({ testId }: { testId: string }): Promise<void> {
    for (const step of SENT_OUT) await this.plan(testId, step);
  }

  async plan(testId: string, step: SentOut): Promise<void> {
    const sample = FILES[step];
    const stored =
      sample &&
      (await this.files.store({
        bytes: await readFile(join(SAMPLES, sample.name)),
        mediaType: sample.mediaType,
      }));
    await this.database.transaction(async () => {
      const tester = await this.lock(testId, step);
      if (!tester) return;
      const { messageId, deliveryId } = await this.outbox.plan({
        reasonKey: `self_test:${testId}:${step}`,
        identityId: tester.identityId,
        episode: await this.episodes.forTest(tester.identityId),
        purpose: 'self_test',
        content: {
          text: selfTestText(step, tester),
          ...(sample && { attachment: { kind: sample.kind } }),
        },
        author: { kind: 'system' },
      });
      if (stored) await this.files.attach(messageId, stored);
      await this.database.run(sql`
        update wechat_test_step set state = 'running', delivery_id = ${deliveryId}
         where test_id = ${testId} and step = ${step}`);
    });
  }

  private lock(testId: string, step: SentOut): Promise<Tester | undefined> {
    return this.database.maybe<Tester>(sql`
      select t.identity_id, t.language, t.word from wechat_test_step s join wechat_test t on t.id = s.test_id
       where s.test_id = ${testId} and s.step = ${step} and s.state = 'waiting' and t.identity_id is not null for update of s`);
  }
}
