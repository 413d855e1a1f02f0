-- What is said while an account is tested is in nobody's list: a conversation of its own that is always over.
alter table conversation add column is_test boolean not null default false;
create unique index conversation_test on conversation (identity_id) where is_test;

-- For which test it was sent: however often it is handled again, it is no customer's message.
alter table inbound_envelope add column check_id text;

-- What the code says that leads the tester's phone to the account; null where none could be made.
alter table wechat_test add column code text;
