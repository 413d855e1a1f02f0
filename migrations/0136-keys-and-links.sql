-- Each process that runs says which keys it holds and which one it encrypts with. While one of them lacks a key,
-- nothing may be encrypted with that key.
create table key_holder (
  id uuid primary key,
  seen_at timestamptz not null,
  holds text[] not null,
  uses text not null
);

-- Links are signed with keys of their own, so that they outlive a change of SECRET_KEY. The oldest one signs.
create table signing_key (
  id text primary key,
  key_cipher text not null,
  created_at timestamptz not null
);

-- A tracking link of this ticket that names another generation opens nothing any more.
alter table ticket add column link_generation integer not null default 0 check (link_generation >= 0);
