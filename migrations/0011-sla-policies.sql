-- A condition is a list: any of them fits. What a change of a policy leaves running is measured by its old version.
alter table policy add version integer not null default 1;
alter table policy add pausing text[] not null default '{waiting_on_customer,on_hold}';
alter table policy add warnings jsonb not null default '[{"share": 0.75}]';
alter table policy add ladder jsonb not null default '[]';
-- In whose name the ladder acts on a ticket.
alter table policy add saved_by bigint references member;
alter table policy add archived_at timestamptz;
update policy set conditions = coalesce(
  (select jsonb_object_agg(key, case jsonb_typeof(value) when 'string' then jsonb_build_array(value) else value end)
     from jsonb_each(conditions)), '{}');

-- The key names a milestone, or the department whose share it is; empty: that of every department.
alter table policy_target add key text not null default '';
alter table policy_target add calendar_id bigint references calendar;
alter table policy_target add name jsonb;
alter table policy_target drop warn_share;
alter table policy_target drop constraint policy_target_pkey;
alter table policy_target add primary key (policy_id, metric, key);
alter table policy_target drop constraint policy_target_metric_check;
alter table policy_target add constraint policy_target_metric_check
  check (metric in ('first_response', 'next_response', 'resolution', 'acceptance', 'department', 'milestone'));
alter table policy_target add check (key = '' or metric in ('department', 'milestone'));
alter table policy_target add check (key <> '' or metric <> 'milestone');

-- A timer keeps the terms it runs by: warnings in counted seconds, and the statuses in which it stands still.
alter table timer add key text not null default '';
alter table timer add policy_version integer not null default 1;
alter table timer add warn_after integer[] not null default '{}';
alter table timer add warned smallint not null default 0;
alter table timer add pausing text[] not null default '{waiting_on_customer,on_hold}';
alter table timer add replaces bigint;
alter table timer drop constraint timer_metric_check;
alter table timer add constraint timer_metric_check
  check (metric in ('first_response', 'next_response', 'resolution', 'acceptance', 'department', 'milestone'));
update timer set warn_after = array[round(target_seconds * warn_share)::int],
                 warned = case when warned_at is null then 0 else 1 end;
alter table timer drop warn_share;
alter table timer drop constraint timer_ticket_id_metric_department_id_version_key;
alter table timer add unique (ticket_id, metric, key, department_id, version);
-- Which promises a change of a calendar or policy touches.
create index timer_open on timer (ticket_id) where state in ('running', 'paused');
create index timer_open_calendar on timer (calendar_version_id, ticket_id) where state in ('running', 'paused');
