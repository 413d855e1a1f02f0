-- A roster belongs to a department, or to the company where it names none.
alter table roster add column department_id bigint references department;
drop index roster_region;
create unique index roster_region on roster (coalesce(department_id, 0), coalesce(region, ''));
