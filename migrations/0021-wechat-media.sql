-- What a customer sent and nobody can fetch any more: WeChat keeps media for three days.
create table wechat_media_lost (
  message_id bigint primary key references message,
  lost_at timestamptz not null
);
