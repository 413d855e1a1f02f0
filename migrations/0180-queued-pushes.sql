-- What one person sends is handled in the order in which it came, whichever process receives it. A push whose handling
-- failed keeps its place here until it is handled or given up, and later ones of the same sender wait behind it. The
-- sender is a hash of account and name. What needs no order, such as a receipt, has none.
create table queued_push (
  envelope_id bigint primary key,
  sender bigint,
  attempts integer not null,
  due_at timestamptz not null
);
create index queued_push_sender on queued_push (sender, envelope_id);
create index queued_push_due on queued_push (due_at);
