-- Group robots of WeCom, Feishu and DingTalk. Their addresses are secrets: whoever knows one may write to the group.
create table robot (
  id bigint generated always as identity primary key,
  key text not null unique,
  name jsonb not null,
  vendor text not null check (vendor in ('wecom', 'feishu', 'dingtalk')),
  url_cipher text not null,
  secret_cipher text,
  created_at timestamptz not null
);
