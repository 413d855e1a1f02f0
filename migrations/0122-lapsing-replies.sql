-- A reply that could not be sent for so many hours is not sent any more unless a person says so.
alter table contact_setting add reply_hours integer not null default 48 check (reply_hours between 1 and 720);
-- It lapses at this time while it is still planned.
alter table delivery add lapses_at timestamptz;
create index delivery_lapsing on delivery (lapses_at) where state = 'planned' and lapses_at is not null;

-- Its author is told under the bell.
alter table alert drop constraint alert_kind_check;
alter table alert add constraint alert_kind_check check (
  kind in ('warning', 'breach', 'page', 'asked', 'taken_over', 'released', 'ended', 'assigned', 'reply_lapsed'));
alter table alert drop constraint alert_check1;
alter table alert add constraint alert_check1 check (
  escalation_id is not null or kind in ('taken_over', 'released', 'ended', 'assigned', 'reply_lapsed'));
