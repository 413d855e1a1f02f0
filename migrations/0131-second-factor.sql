-- The second factor of a member: a secret that an app on the member's phone holds too and makes codes from (RFC 6238).
create table second_factor (
  member_id bigint primary key references member on delete cascade,
  secret_cipher text not null,
  -- The newest step of 30 seconds of which a code was taken. Codes of it and of earlier ones are not taken again.
  last_step bigint not null,
  created_at timestamptz not null
);

-- Each of these codes lets the member in once without the phone.
create table recovery_code (
  code_hash text primary key,
  member_id bigint not null references second_factor on delete cascade,
  used_at timestamptz
);
create index recovery_code_member on recovery_code (member_id);
