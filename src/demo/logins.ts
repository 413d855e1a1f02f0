import { DEPARTMENTS, PASSWORD, STAFF } from './cast.js';

/** Who may be tried out, for the log-in page of the demonstration. */
export const LOGINS = Object.values(STAFF).map(({ name, role, email, departments }) => ({
  name,
  role,
  email,
  departments: departments.map((key) => DEPARTMENTS[key]),
  /** For the terminal, e.g. `After-sales agent`. */
  what: [...departments.map((key) => DEPARTMENTS[key].en), role.replace('_', ' ')].join(' '),
  password: PASSWORD,
}));
