-- A decision and a payment say which version of the refund they are about.
alter table refund_decision add column of_version integer;
alter table refund_payment add column of_version integer;

-- Whoever asked for a refund may take the request back until somebody has decided. Nothing then stands on the ticket.
alter table refund drop constraint refund_state_check;
alter table refund add constraint refund_state_check
  check (state in ('requested', 'approved', 'paying', 'paid', 'rejected', 'withdrawn'));
alter table refund add column withdrawn_at timestamptz;
drop index refund_standing;
create unique index refund_standing on refund (ticket_id) where state not in ('rejected', 'withdrawn');
