-- When a promise was decided: broken at its due time, or kept when it was met.
create index timer_decided on timer ((coalesce(breached_at, ended_at)), id) where breached_at is not null or state = 'met';
