import { Injectable, type OnModuleInit } from '@nestjs/common';
import { postToRobot } from './robot-post.js';
import { RobotVendors } from '../../escalation/index.js';
import { Held } from '../../platform/held/index.js';
import { isRobotUrl, VENDORS } from './robot-wire.js';

@Injectable()
export class GroupRobots implements OnModuleInit {
  constructor(
    private readonly vendors: RobotVendors,
    private readonly held: Held,
  ) {}

  onModuleInit(): void {
    for (const vendor of VENDORS) {
      this.vendors.register({
        key: vendor,
        accepts: (url, allowLoopback) => isRobotUrl(vendor, url, allowLoopback),
        say: async (robot, text, at) =>
          (await this.held.isHeld()) ? 'held' : postToRobot({ ...robot, vendor }, text, at),
      });
    }
  }
}
