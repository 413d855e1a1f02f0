-- A notice lapses unsent once something newer about its ticket, for one of these purposes, has gone out.
alter table delivery add column lapses_after text[] not null default '{}';
