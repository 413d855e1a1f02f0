import { Controller, Get, Param, Req, UseGuards } from '@nestjs/common';
import { AppError } from '../../../../platform/http/index.js';
import { QuietTimes, type RobotDraft, Robots, RobotSpeech } from '../../../../escalation/index.js';
import { OnlyFor, SessionGuard } from '../../../auth/index.js';
import {
  done,
  Fields,
  Form,
  FormsOf,
  type Led,
  textAt,
  type Texts,
  type Typed,
  Values,
} from '../../../forms/index.js';
import type { MemberRequest } from '../../workbench.service.js';
import { nameIn, randomKey } from '../names.js';
import { whoMay } from '../sections.js';
import { RobotsPage } from './robots-page.service.js';

@Controller('settings/alerting')
@UseGuards(SessionGuard)
@OnlyFor(whoMay('alerting'))
@FormsOf(RobotsPage)
export class RobotsController {
  constructor(
    private readonly robots: Robots,
    private readonly speech: RobotSpeech,
    private readonly quiet: QuietTimes,
    private readonly page: RobotsPage,
  ) {}

  @Get()
  show(@Req() request: MemberRequest): Promise<string> {
    return this.page.render(request);
  }

  @Form('quiet', 'quiet')
  setQuiet(
    @Fields('on', 'from', 'to', 'zone') { on, ...hours }: Texts<'on' | 'from' | 'to' | 'zone'>,
  ): Promise<void> {
    return this.quiet.set(on === 'yes' ? hours : null);
  }

  @Form('robots', 'robot_add')
  add(@Values() typed: Typed): Promise<void> {
    return this.robots.save(draftOf(typed, randomKey('robot')));
  }

  @Form('robots/:key', 'robot_change')
  async change(@Param('key') key: string, @Values() typed: Typed): Promise<void> {
    await this.robots.byKey(key);
    await this.robots.save(draftOf(typed, key));
  }

  @Form('robots/:key/test', 'robot_test')
  async test(@Param('key') key: string): Promise<Led> {
    const reason = await this.speech.test(key).catch((error: unknown) => {
      if (error instanceof AppError) throw error;
      return 'unreachable';
    });
    if (reason === null) return done({});
    const told = reason === 'unreachable' ? 'robot.unreachable' : 'robot.refused';
    return done({ kind: 'failed', told, values: { reason } });
  }

  @Form('robots/:key/removal', 'robot_remove')
  remove(@Param('key') key: string): Promise<void> {
    return this.robots.remove(key);
  }
}

function draftOf(typed: Typed, key: string): RobotDraft {
  return {
    key,
    name: nameIn(typed),
    vendor: textAt(typed, 'vendor'),
    url: textAt(typed, 'url'),
    secret: textAt(typed, 'unsigned') === 'yes' ? null : textAt(typed, 'secret'),
  };
}
