-- Somebody who is led to a provider may want more than to sign in: a member joins the account there to the own one here,
-- in the login that began it, or somebody answers an invitation with it.
alter table sign_in_attempt
  add column member_id bigint references member on delete cascade,
  add column login_id text,
  add column invitation_hash text,
  add check ((member_id is null) = (login_id is null)),
  add check (member_id is null or invitation_hash is null);
create index sign_in_attempt_member on sign_in_attempt (member_id);
