import { Injectable } from '@nestjs/common';
import type { RoleKey, Wording } from '../../staff/index.js';

export interface DemonstrationLogin {
  name: string;
  role: RoleKey;
  departments: Wording[];
  email: string;
  password: string;
}

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
