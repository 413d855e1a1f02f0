-- Whom the demonstration brought in. Everybody knows their passwords, so they are disabled once it is turned off.
alter table member add column demonstration boolean not null default false;
update member set demonstration = true
 where email like '%@huiyin.example' and exists (select from setting where key = 'demonstration');
