-- A promise that is measured by other terms is a line of timers, each with the id of the one before in `replaces`.
-- Each of them keeps when the promise was first broken, by whatever terms: once broken, it stays broken.
alter table timer add column broken_at timestamptz;

with recursive line as (
  select id, breached_at as broken_at from timer where replaces is null
  union all
  select t.id, coalesce(line.broken_at, t.breached_at) from line join timer t on t.replaces = line.id
)
update timer set broken_at = line.broken_at from line where line.id = timer.id and line.broken_at is not null;

drop index timer_decided;
create index timer_decided on timer ((coalesce(broken_at, ended_at)), id) where broken_at is not null or state = 'met';

-- Every report counts the rows of this view: one for each promise that was kept or broken, in its last terms.
create view promise as
  select m.id, m.ticket_id, m.metric, m.key, m.policy_id, m.state, m.due_at, m.broken_at, m.ended_at,
         -- A department's own clock counts for it, all others for the department that has the ticket.
         case when m.metric in ('acceptance', 'department') then m.department_id else t.department_id end as department_id,
         coalesce(m.broken_at, m.ended_at) as decided_at,
         m.broken_at is not null as broken,
         -- The last terms would have been kept.
         m.broken_at is not null and m.breached_at is null as taken_back
    from timer m join ticket t on t.id = m.ticket_id
   where (m.broken_at is not null or m.state = 'met')
     and not exists (select 1 from timer n where n.replaces = m.id);
