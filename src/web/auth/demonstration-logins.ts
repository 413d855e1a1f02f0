import { Injectable } from '@nestjs/common';
import type { RoleKey, Wording } from '../../staff/index.js';

export interface DemonstrationLogin {
  name: string;
  role: RoleKey;
  departments: Wording[];
  email: string;
  password: string;
}

/**
 * Lists whom a visitor of the demonstration may log in as. The start of the program offers these logins; otherwise
 * there are none.
 */
@Injectable()
export class DemonstrationLogins {
  private logins: DemonstrationLogin[] = [];

  offer(logins: DemonstrationLogin[]): void {
    this.logins = logins;
  }

  list(): readonly DemonstrationLogin[] {
    return this.logins;
  }
}
