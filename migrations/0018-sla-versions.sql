-- Who made this version; null for what came with the program.
alter table calendar_version add saved_by bigint references member;

-- Every wording a policy had: what a timer of an older version was measured by can still be read.
create table policy_version (
  policy_id bigint not null references policy,
  version integer not null,
  saved_at timestamptz,
  saved_by bigint references member,
  draft jsonb not null,
  primary key (policy_id, version)
);

-- A policy as it is written down, with its targets.
create view policy_text as
  select p.id, p.key, p.version, p.archived_at,
         jsonb_build_object(
           'key', p.key, 'name', p.name, 'conditions', p.conditions, 'pausing', p.pausing, 'warnings', p.warnings,
           'ladder', p.ladder,
           'targets', coalesce((
             select jsonb_agg(jsonb_build_object('metric', t.metric, 'key', t.key, 'seconds', t.seconds,
                                                 'clock', t.clock, 'calendar', c.key, 'name', t.name))
               from policy_target t left join calendar c on c.id = t.calendar_id where t.policy_id = p.id), '[]')) as draft
    from policy p;
