-- Who did what to what, when and from where. Each row is bound to the one before it by a hash, so that a row that was
-- changed or taken out later can be found. Whole months may be dropped from the beginning.
create table audit (
  id bigint not null,
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('member', 'customer', 'system', 'bot')),
  actor_id bigint,
  address text,
  request_id text,
  action text not null,
  subject_type text not null,
  subject_id text not null,
  before jsonb,
  after jsonb,
  previous bytea not null,
  hash bytea not null,
  primary key (id, at)
) partition by range (at);
create index audit_actor on audit (actor_id, id);
create index audit_action on audit (action, id);
create index audit_subject on audit (subject_type, subject_id, id);

create table audit_default partition of audit default;
call guard_events('audit_default');
create trigger refuse_truncate before truncate on audit execute function refuse_change();
alter table audit enable always trigger refuse_truncate;

-- The newest row. Whoever appends locks it, so that each row has one successor.
create table audit_tip (
  one_row boolean primary key default true check (one_row),
  id bigint not null default 0,
  hash bytea not null default ''
);
insert into audit_tip default values;

create function audit_hash(entry audit) returns bytea language sql stable as $$
  select sha256(entry.previous || convert_to(jsonb_build_array(
    entry.id, to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
    entry.actor_kind, entry.actor_id, entry.address, entry.request_id,
    entry.action, entry.subject_type, entry.subject_id, entry.before, entry.after)::text, 'UTF8'))
$$;

create function append_audit(given jsonb) returns bigint language plpgsql as $$
declare
  tip audit_tip;
  entry audit;
begin
  select * into tip from audit_tip for update;
  entry := jsonb_populate_record(null::audit, given);
  entry.id := tip.id + 1;
  entry.at := clock_timestamp();
  entry.previous := tip.hash;
  entry.hash := audit_hash(entry);
  insert into audit select entry.*;
  update audit_tip set id = entry.id, hash = entry.hash;
  return entry.id;
end $$;

create or replace function make_month(parent text, month date) returns boolean language plpgsql as $$
declare
  first date := date_trunc('month', month);
  part text := parent || '_' || to_char(first, 'YYYY_MM');
begin
  if to_regclass(part) is not null then return false; end if;
  execute format('create table %I partition of %I for values from (%L) to (%L)',
    part, parent, first::text || ' 00:00:00+00', (first + interval '1 month')::date::text || ' 00:00:00+00');
  if parent in ('event', 'audit') then call guard_events(part::regclass); end if;
  return true;
exception when check_violation then
  return false;
end $$;
