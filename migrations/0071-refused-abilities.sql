-- What WeChat does not grant an account although its kind should have it (48001): left alone until somebody tests.
create table wechat_refused_ability (
  account_id bigint not null references wechat_account,
  ability text not null,
  reason text not null,
  at timestamptz not null,
  primary key (account_id, ability)
);
