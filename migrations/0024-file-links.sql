-- A file that goes to a customer as a link, because the channel carries pictures only. The token is kept as its hash.
create table file_link (
  token_hash text primary key,
  message_id bigint not null references message,
  expires_at timestamptz not null
);
create index file_link_message on file_link (message_id);
