import { Injectable } from '@nestjs/common';

/**
 * States how a robot is reached. `vendor` is the key of a vendor that is plugged in; `secret` is for a robot that signs
 * its messages.
 */
export interface RobotAddress {
  vendor: string;
  url: string;
  secret: string | null;
}

/** This is the port: what escalation needs from a vendor of group robots. */
export interface RobotVendor {
  readonly key: string;
  /** Tells whether an address belongs to this vendor, so that a robot cannot be used to reach other servers. */
  accepts(url: string, allowLoopback: boolean): boolean;
  /**
   * Makes a robot say a text. It returns why the vendor refused the text, or null when it was accepted, and throws when
   * the vendor cannot be reached or is too busy. `at` is real time.
   */
  say(robot: RobotAddress, text: string, at: Date): Promise<string | null>;
}

/** Keeps the vendors of this program. Each of them registers itself when its module starts. */
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
