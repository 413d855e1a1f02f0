import type { RoleKey } from './role.js';

/** Only the link holds the token. */
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
