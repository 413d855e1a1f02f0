-- The provider's time of what the customer did last: what comes late says nothing about now.
alter table contact_ledger add column heard_at timestamptz;
update contact_ledger l
   set heard_at = (select max(w.opened_at) from contact_window w where w.identity_id = l.identity_id);
