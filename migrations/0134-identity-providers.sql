-- Where members may sign in besides with a password. `settings` are the fields of its kind, such as the issuer.
create table identity_provider (
  id bigint generated always as identity primary key,
  key text not null unique check (key ~ '^[a-z][a-z0-9_-]{0,40}$'),
  kind text not null check (kind in ('oidc', 'wecom')),
  name jsonb not null,
  settings jsonb not null,
  secret_cipher text not null,
  links_by_email boolean not null default false,
  enabled boolean not null default true,
  -- Somebody signed in through it, with the settings that it has now.
  worked_at timestamptz,
  created_at timestamptz not null
);

-- Whoever belongs to a group has these rights. Of several groups the first gives the role, and all give departments.
create table identity_provider_group (
  provider_id bigint not null references identity_provider on delete cascade,
  position integer not null,
  name text not null,
  role text not null check (role in ('agent', 'lead', 'finance_clerk', 'finance_lead', 'quality', 'admin')),
  department_id bigint references department,
  primary key (provider_id, position)
);
create index identity_provider_group_department on identity_provider_group (department_id);

-- As whom a provider knows a member. Where its groups once gave the member's rights, they also take them away.
create table member_identity (
  provider_id bigint not null references identity_provider on delete cascade,
  subject text not null,
  member_id bigint not null references member on delete cascade,
  by_groups boolean not null default false,
  created_at timestamptz not null,
  last_used_at timestamptz,
  primary key (provider_id, subject),
  unique (provider_id, member_id)
);
create index member_identity_member on member_identity (member_id);

-- Somebody was led to a provider and is expected back, once and by the same browser. What the browser keeps is stored
-- as a hash, so that a copy of this row opens nothing.
create table sign_in_attempt (
  state_hash text primary key,
  browser_hash text not null,
  provider_id bigint not null references identity_provider on delete cascade,
  next text not null,
  expires_at timestamptz not null
);
create index sign_in_attempt_expires on sign_in_attempt (expires_at);
create index sign_in_attempt_provider on sign_in_attempt (provider_id);
