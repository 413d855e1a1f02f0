import { DEPARTMENTS, PASSWORD, STAFF } from './cast.js';

/** The people that a visitor may log in as, for the log-in page of the demonstration. */
export const LOGINS = Object.values(STAFF).map(({ name, role, email, departments }) => ({
  name,
  role,
  email,
  departments: departments.map((key) => DEPARTMENTS[key]),
  /** A description for the terminal, e.g. `After-sales agent`. */
  what: [...departments.map((key) => DEPARTMENTS[key].en), role.replace('_', ' ')].join(' '),
  password: PASSWORD,
}));
