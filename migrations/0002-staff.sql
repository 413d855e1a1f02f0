create table department (
  id bigint generated always as identity primary key,
  key text not null unique check (key ~ '^[a-z][a-z0-9_-]{0,30}$'),
  name jsonb not null,
  position integer not null default 0
);
-- Promises are kept in memory together with the departments that they are for.
call revised_by('sla', 'department');

create table member (
  id bigint generated always as identity primary key,
  email text not null,
  name text not null,
  alias text not null,
  staff_number text not null unique,
  role text not null check (role in ('agent', 'lead', 'finance_clerk', 'finance_lead', 'quality', 'admin')),
  state text not null default 'active' check (state in ('active', 'disabled')),
  language text not null default 'zh-CN',
  password_hash text not null,
  created_at timestamptz not null
);
create unique index member_email on member (lower(email));
create sequence staff_number start 1001;

create table membership (
  member_id bigint not null references member on delete cascade,
  department_id bigint not null references department,
  primary key (member_id, department_id)
);
create index membership_department on membership (department_id);

create table invitation (
  id bigint generated always as identity primary key,
  email text not null,
  name text not null,
  role text not null,
  department_ids bigint[] not null,
  token_hash text not null unique,
  invited_by bigint references member,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz
);
create unique index invitation_open on invitation (lower(email)) where accepted_at is null and revoked_at is null;

create table api_token (
  id bigint generated always as identity primary key,
  member_id bigint not null references member on delete cascade,
  name text not null,
  token_hash text not null unique,
  created_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_token_member on api_token (member_id);
