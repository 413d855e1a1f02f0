-- How long a login lasts at most, and how long without use.
create table session_setting (
  one_row boolean primary key default true check (one_row),
  idle_minutes integer not null default 720 check (idle_minutes between 5 and 43200),
  longest_hours integer not null default 336 check (longest_hours between 1 and 720)
);
insert into session_setting default values;

alter table session add column began_at timestamptz not null default clock_timestamp();
alter table session add column used_at timestamptz not null default clock_timestamp();
update session set began_at = (sess ->> 'since')::timestamptz where sess ->> 'since' is not null;

-- A change of the times holds at once for logins that began before.
create view live_session as
  select * from (
    select s.*, least(s.expire, s.began_at + make_interval(hours => t.longest_hours),
                      s.used_at + make_interval(mins => t.idle_minutes)) as ends_at
      from session s cross join session_setting t) timed
   where ends_at > clock_timestamp();

-- Whoever ends a login or takes away a right, in whichever way, tells every process, so that open streams are looked at
-- again in the same moment. The channel and the shape are those of platform/live.
create function tell_logins(member_id text) returns void language sql as $$
  select pg_notify('huiyin_live', json_build_array(json_build_array('logins', member_id))::text)
$$;

create function tell_ended_logins() returns trigger language plpgsql as $$
begin
  perform tell_logins(subject)
     from (select distinct sess ->> 'subject' as subject from ended) s where subject is not null;
  return null;
end $$;
create trigger tell_logins after delete on session referencing old table as ended
  for each statement execute function tell_ended_logins();

create function tell_member() returns trigger language plpgsql as $$
begin
  perform tell_logins(new.id::text);
  return null;
end $$;
create trigger tell_logins after update of state, role on member
  for each row when (old.state <> new.state or old.role <> new.role) execute function tell_member();

create function tell_membership() returns trigger language plpgsql as $$
begin
  perform tell_logins(coalesce(new.member_id, old.member_id)::text);
  return null;
end $$;
create trigger tell_logins after insert or delete on membership
  for each row execute function tell_membership();
