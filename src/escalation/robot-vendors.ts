import { Injectable } from '@nestjs/common';

export interface RobotAddress {
  vendor: string;
  url: string;
  secret: string | null;
}

export interface RobotVendor {
  readonly key: string;
  /** The address must belong to this vendor, so that nobody can use a robot to reach other servers. */
  accepts(url: string, allowLoopback: boolean): boolean;
  /**
   * Returns the vendor's reason if it refused the text, or null. Throws if the vendor cannot be reached or is
   * too busy. `at` is real time.
   */
  say(robot: RobotAddress, text: string, at: Date): Promise<string | null>;
}

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
