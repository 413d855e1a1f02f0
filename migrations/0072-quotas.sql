-- How often an account called what on a day in Shanghai, and when its counts were cleared: ten times a month at most.
create table sandbox.call_count (
  app_id text not null references sandbox.account,
  api text not null,
  day date not null,
  count integer not null,
  primary key (app_id, api, day)
);
create table sandbox.quota_cleared (
  app_id text not null references sandbox.account,
  at timestamptz not null
);
create index quota_cleared_app on sandbox.quota_cleared (app_id, at);
