import type { RoleKey } from './role.js';

/** One who was asked to join and has not answered. The token itself is in the link alone. */
export interface Invitation {
  id: string;
  email: string;
  name: string;
  role: RoleKey;
  departmentIds: string[];
  createdAt: Date;
  expiresAt: Date;
}

export interface Invitee {
  email: string;
  name: string;
  role: RoleKey;
  departmentIds: string[];
}
