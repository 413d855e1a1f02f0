import { Forbidden } from '../platform/http/index.js';
import type { RoleKey } from './role.js';

export interface MemberFacts {
  id: string;
  /** Colleagues see this name. */
  name: string;
  /** Customers see this name. */
  alias: string;
  email: string;
  role: RoleKey;
  language: string;
  staffNumber: string;
  state: 'active' | 'disabled';
  departmentIds: string[];
  departmentKeys: string[];
}

export class Member implements MemberFacts {
  readonly kind = 'member' as const;
  readonly id: string;
  readonly name: string;
  readonly alias: string;
  readonly email: string;
  readonly role: RoleKey;
  readonly language: string;
  readonly staffNumber: string;
  readonly state: 'active' | 'disabled';
  readonly departmentIds: string[];
  readonly departmentKeys: string[];

  constructor(facts: MemberFacts) {
    this.id = facts.id;
    this.name = facts.name;
    this.alias = facts.alias;
    this.email = facts.email;
    this.role = facts.role;
    this.language = facts.language;
    this.staffNumber = facts.staffNumber;
    this.state = facts.state;
    this.departmentIds = facts.departmentIds;
    this.departmentKeys = facts.departmentKeys;
  }

  get subject(): { type: 'member'; id: string } {
    return { type: 'member', id: this.id };
  }

  get isAdmin(): boolean {
    return this.role === 'admin';
  }

  /** A member of the finance department counts whatever the role, but an administrator does not. */
  get isFinance(): boolean {
    return this.departmentKeys.includes('finance');
  }

  belongsTo(departmentId: string): boolean {
    return this.departmentIds.includes(departmentId);
  }

  leads(departmentId: string): boolean {
    if (this.role === 'lead') return this.belongsTo(departmentId);
    const key = this.departmentKeys[this.departmentIds.indexOf(departmentId)];
    return this.role === 'finance_lead' && key === 'finance';
  }

  mustBe(...roles: RoleKey[]): void {
    if (!roles.includes(this.role)) throw new Forbidden('not_allowed');
  }
}
