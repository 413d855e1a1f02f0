-- More of the platform's rules: voices and videos, subscription messages with their consents, tags, troubles.
alter table sandbox.account
  drop constraint account_condition_check,
  add constraint account_condition_check
    check (condition in ('fine', 'slow', 'busy', 'quota', 'lost', 'hang', 'address'));

-- When a stable token was asked for by force: at most 20 a day, half a minute apart.
alter table sandbox.access_token add column forced_at timestamptz;

alter table sandbox.person
  add column remark text not null default '',
  add column scene text not null default '';

alter table sandbox.media
  add column kind text not null default 'image' check (kind in ('image', 'voice', 'video', 'thumb'));

alter table sandbox.template_send
  add column kind text not null default 'template' check (kind in ('template', 'subscription')),
  add column template_id text not null default '';

create table sandbox.consent (
  openid text not null references sandbox.person,
  template_id text not null,
  available integer not null check (available >= 0),
  primary key (openid, template_id)
);

create table sandbox.tag (
  app_id text not null references sandbox.account,
  id integer not null,
  name text not null,
  primary key (app_id, id),
  unique (app_id, name)
);

create table sandbox.tagging (
  app_id text not null,
  tag_id integer not null,
  openid text not null references sandbox.person,
  primary key (app_id, tag_id, openid),
  foreign key (app_id, tag_id) references sandbox.tag on delete cascade
);
create index tagging_openid on sandbox.tagging (openid);
