import type { Audience } from '../sla/index.js';

export interface Concerned {
  departmentId: string;
  assigneeId: string | null;
  region: string | null;
}

export interface Reachable {
  id: string;
  role: string;
  departmentIds: string[];
}

export class Recipients {
  private readonly ids: ReadonlySet<string>;

  constructor(
    private readonly staff: readonly Reachable[],
    private readonly rota: (of: Concerned) => string[],
  ) {
    this.ids = new Set(staff.map(({ id }) => id));
  }

  /** If nobody is found, the lead is told instead, and if there is no lead, the administrators. */
  members(whom: Audience, of: Concerned): string[] {
    const found = this.only(whom, of);
    if (found.length > 0 || whom === 'admin') return found;
    return this.members(whom === 'lead' || whom === 'quality' ? 'admin' : 'lead', of);
  }

  /**
   * Returns who is called in turn: the audience, everybody on call, the lead, and all administrators. Nobody
   * is called twice.
   */
  inTurn(whom: Audience, of: Concerned): string[][] {
    const first = whom === 'on_call' ? [] : this.only(whom, of);
    const onCall = this.onCall(of).map((id) => [id]);
    const called = new Set<string>();
    return [first, ...onCall, this.only('lead', of), this.only('admin', of)]
      .map((members) => members.filter((id) => !called.has(id) && called.add(id)))
      .filter((members) => members.length > 0);
  }

  private only(whom: Audience, of: Concerned): string[] {
    switch (whom) {
      case 'owner':
        return this.active(of.assigneeId === null ? [] : [of.assigneeId]);
      case 'on_call':
        return this.onCall(of).slice(0, 1);
      case 'department':
        return this.who((member) => isOf(member, of));
      case 'lead':
        return this.who((member) => LEADS.includes(member.role) && isOf(member, of));
      case 'quality':
      case 'admin':
        return this.who(({ role }) => role === whom);
    }
  }

  private onCall(of: Concerned): string[] {
    return this.active(this.rota(of));
  }

  private active(ids: string[]): string[] {
    return ids.filter((id) => this.ids.has(id));
  }

  private who(isMeant: (member: Reachable) => boolean): string[] {
    return this.staff.filter(isMeant).map(({ id }) => id);
  }
}

const LEADS = ['lead', 'finance_lead'];

function isOf({ departmentIds }: Reachable, { departmentId }: Concerned): boolean {
  return departmentIds.includes(departmentId);
}
