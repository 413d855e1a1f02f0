import { Injectable } from '@nestjs/common';

/** Where a robot is reached. `vendor` is the key of one that is plugged in; `secret` is for one that signs what it says. */
export interface RobotAddress {
  vendor: string;
  url: string;
  secret: string | null;
}

/** The port: what a vendor of group robots must do for escalation. */
export interface RobotVendor {
  readonly key: string;
  /** Whether an address is one of this vendor's: a robot is no way to reach other servers. */
  accepts(url: string, allowLoopback: boolean): boolean;
  /**
   * Has a robot say a text. Why the vendor refused it, null where it did not; throws where it cannot be reached, or has
   * no time now. `at` is real time.
   */
  say(robot: RobotAddress, text: string, at: Date): Promise<string | null>;
}

/** The vendors of this program. Each registers itself when its module starts. */
@Injectable()
export class RobotVendors {
  private readonly byKey = new Map<string, RobotVendor>();

  register(vendor: RobotVendor): void {
    this.byKey.set(vendor.key, vendor);
  }

  get keys(): string[] {
    return [...this.byKey.keys()];
  }

  find(key: string): RobotVendor | undefined {
    return this.byKey.get(key);
  }

  of(robot: Pick<RobotAddress, 'vendor'>): RobotVendor {
    const vendor = this.byKey.get(robot.vendor);
    if (!vendor) throw new Error(`No vendor of robots is called ${robot.vendor}`);
    return vendor;
  }
}
