import { DEPARTMENTS, PASSWORD, STAFF } from './cast.js';

export const LOGINS = Object.values(STAFF).map(({ name, role, email, departments }) => ({
  name,
  role,
  email,
  departments: departments.map((key) => DEPARTMENTS[key]),
  what: [...departments.map((key) => DEPARTMENTS[key].en), role.replace('_', ' ')].join(' '),
  password: PASSWORD,
}));
