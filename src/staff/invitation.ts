import type { RoleKey } from './role.js';

/** An invitation that has not been answered. Its token is found only in the link. */
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
