-- When somebody should look whether the customer who opened the window has been answered; null where nobody need.
alter table contact_window add column watch_at timestamptz;
create index contact_window_watched on contact_window (watch_at) where watch_at is not null;
create index contact_window_message on contact_window (closes_at, identity_id) where source = 'message';
