-- The menu at the foot of an account's chat: as it is written here, and as WeChat last took it.
create table wechat_menu (
  account_id bigint primary key references wechat_account,
  draft jsonb not null,
  published jsonb,
  published_at timestamptz,
  problem text,
  problem_at timestamptz
);

-- What the shop answers when an item of a menu is tapped.
create table menu_answer (
  account_id bigint not null references channel_account,
  item text not null,
  answer text not null,
  primary key (account_id, item)
);

create table menu_tap (
  account_id bigint not null references channel_account,
  item text not null,
  day date not null,
  count integer not null,
  primary key (account_id, item, day)
);
