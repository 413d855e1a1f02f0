import type { Member } from '../staff/index.js';
import { Forbidden } from '../platform/http/index.js';

/** Money is decided on and paid by the people of the finance department alone, administrators not excepted. */
export function requireFinance(member: Member): void {
  if (!member.isFinance) throw new Forbidden('finance_only', 'Only finance decides on and pays refunds.');
}
