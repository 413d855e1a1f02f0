-- A delivery names the notice that it brings in its `reason_key`, so a notice need not be written a second time.
alter table notice drop column delivery_id;
