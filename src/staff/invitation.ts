import type { RoleKey } from './role.js';

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
