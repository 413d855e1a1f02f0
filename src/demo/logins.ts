import { DEPARTMENTS, PASSWORD, STAFF } from './cast.js';

export const LOGINS = Object.values(STAFF).map(({ name, role, email, departments }) => ({
  name,
  role,
  email,
  departments: departments.map((key) => DEPARTMENTS[key]),
  /** The terminal shows this description, e.g. `After-sales agent`. */
  what: [...departments.map((key) => DEPARTMENTS[key].en), role.replace('_', ' ')].join(' '),
  password: PASSWORD,
}));
