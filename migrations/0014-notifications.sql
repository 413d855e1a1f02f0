-- A notice says who is to be told about what: there is one per event, person and purpose.
create table notice (
  id bigint generated always as identity primary key,
  event_id bigint not null,
  purpose text not null,
  ticket_id bigint references ticket,
  identity_id bigint not null references identity,
  language text not null,
  delivery_id bigint references delivery,
  created_at timestamptz not null,
  unique (event_id, purpose, identity_id)
);
create index notice_ticket on notice (ticket_id, id);

create table tracking_view (
  ticket_id bigint not null references ticket,
  day date not null,
  views integer not null default 1,
  primary key (ticket_id, day)
);
