-- Whom a robot's alert concerns: they are told themselves should the robot be removed before it has spoken.
alter table alert add column concerns bigint[] not null default '{}';
update alert set concerns = array(select id from member where role = 'admin' and state = 'active')
 where means = 'robot' and state in ('planned', 'sending');
create index alert_robot on alert (robot_id) where robot_id is not null;
