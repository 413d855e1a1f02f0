-- A test of an account: what WeChat answers, and what comes and goes between a tester's phone and the account.
create table wechat_test (
  id bigint generated always as identity primary key,
  account_id bigint not null references wechat_account,
  -- What the tester sends to the account, once.
  word text not null,
  -- In which the tester is answered.
  language text not null,
  -- Whose phone it is, known by the word.
  identity_id bigint references identity on delete set null,
  external_id text,
  started_at timestamptz not null,
  until timestamptz not null
);
create index wechat_test_account on wechat_test (account_id, id);

-- `facts` are what a step found beside its state, e.g. the address that WeChat does not allow.
create table wechat_test_step (
  test_id bigint not null references wechat_test,
  step text not null,
  state text not null default 'waiting'
    check (state in ('waiting', 'running', 'passed', 'attention', 'failed', 'skipped')),
  reason text,
  facts jsonb not null default '{}',
  delivery_id bigint references delivery on delete set null,
  at timestamptz,
  primary key (test_id, step)
);
create index wechat_test_step_delivery on wechat_test_step (delivery_id) where delivery_id is not null;
