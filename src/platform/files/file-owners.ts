import { Injectable } from '@nestjs/common';

type Named = (paths: string[]) => Promise<string[]>;

/** Each room whose rows name files says here which of the given paths they name. */
@Injectable()
export class FileOwners {
  private readonly owners: Named[] = [];

  register(named: Named): void {
    this.owners.push(named);
  }

  /** Without any owner nothing would be named, and everything would seem to be left over. */
  get known(): boolean {
    return this.owners.length > 0;
  }

  async named(paths: string[]): Promise<Set<string>> {
    const found = await Promise.all(this.owners.map((owner) => owner(paths)));
    return new Set(found.flat());
  }
}
