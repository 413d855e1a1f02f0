import { Forbidden } from '../platform/http/index.js';
import type { RoleKey } from './role.js';

export interface MemberFacts {
  id: string;
  /** The name that colleagues see. */
  name: string;
  /** The name that customers see. */
  alias: string;
  email: string;
  role: RoleKey;
  language: string;
  staffNumber: string;
  state: 'active' | 'disabled';
  departmentIds: string[];
  departmentKeys: string[];
}

/**
 * A person of the staff, with the facts that decide what the person may see and do. It can be the actor of an event.
 */
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

  /** The subject of events that belong on the member's own timeline. */
  get subject(): { type: 'member'; id: string } {
    return { type: 'member', id: this.id };
  }

  get isAdmin(): boolean {
    return this.role === 'admin';
  }

  /**
   * True for members of the department that makes payments, whatever their role. An administrator does not count as
   * one.
   */
  get isFinance(): boolean {
    return this.departmentKeys.includes('finance');
  }

  belongsTo(departmentId: string): boolean {
    return this.departmentIds.includes(departmentId);
  }

  /**
   * Whether the member is responsible for this department: a lead for the own departments, the lead of finance for
   * finance only.
   */
  leads(departmentId: string): boolean {
    if (this.role === 'lead') return this.belongsTo(departmentId);
    const key = this.departmentKeys[this.departmentIds.indexOf(departmentId)];
    return this.role === 'finance_lead' && key === 'finance';
  }

  /** Throws `Forbidden` unless the member has one of the roles. */
  mustBe(...roles: RoleKey[]): void {
    if (!roles.includes(this.role)) throw new Forbidden('not_allowed');
  }
}
