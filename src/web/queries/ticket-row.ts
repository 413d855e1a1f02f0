import { sql } from '../../platform/database/index.js';
import type { Fields, Localized, Priority, Stage, Status } from '../../tickets/index.js';

/** `waitsAt` is the department that the ticket is offered to and that has not accepted it. */
export interface TicketRow {
  id: string;
  number: string;
  subject: string;
  type: string;
  typeName: Localized;
  priority: Priority;
  status: Status;
  stage: Stage;
  department: string;
  departmentId: string;
  departmentName: Localized;
  assignee: { id: string; name: string } | null;
  assignedAt: Date | null;
  customer: { id: string; name: string; tier: string };
  identityId: string | null;
  conversationId: string | null;
  reason: Localized;
  fields: Fields;
  refund: { id: string; state: string; amount: string; currency: string; order: string } | null;
  handoff: { id: string; from: string; to: string; toId: string; toName: Localized } | null;
  createdAt: Date;
  updatedAt: Date;
  resolvedAt: Date | null;
  closedAt: Date | null;
  /** The closed ticket that this one follows, and those that follow this one, as numbers. */
  follows: string | null;
  followedBy: string[];
  linkGeneration: number;
  version: number;
}

/** Everything that belongs to `ticket t` is selected here, so that no row needs a query of its own. */
export const TICKET_COLUMNS = sql`
  t.id, 'T' || t.number number, t.subject, t.type, y.name type_name, t.priority, t.status, t.stage,
  d.key department, t.department_id, d.name department_name, t.assigned_at, t.identity_id, t.conversation_id,
  case when a.id is not null then jsonb_build_object('id', a.id::text, 'name', a.name) end assignee,
  jsonb_build_object('id', c.id::text, 'name', c.name, 'tier', c.tier) customer,
  t.reason, t.fields, t.opened_at created_at, t.updated_at, t.resolved_at, t.closed_at, t.version,
  (select 'T' || w.number from ticket w where w.id = t.follows_id) follows,
  array(select 'T' || w.number from ticket w where w.follows_id = t.id order by w.id) followed_by, t.link_generation,
  (select jsonb_build_object('id', r.id::text, 'state', r.state, 'amount', r.amount::text, 'currency', r.currency, 'order', r.order_number)
     from refund r where r.ticket_id = t.id order by r.id desc limit 1) refund,
  (select jsonb_build_object('id', h.id::text, 'from', f.key, 'to', o.key, 'toId', o.id::text, 'toName', o.name)
     from handoff h join department o on o.id = h.to_department_id join department f on f.id = h.from_department_id
    where h.ticket_id = t.id and h.state = 'offered') handoff`;

export const TICKET_TABLES = sql`
  ticket t
  join ticket_type y on y.key = t.type
  join department d on d.id = t.department_id
  join customer c on c.id = t.customer_id
  left join member a on a.id = t.assignee_id`;
