-- A reply that waits though one send is left waits because that one is kept: it may still be given up.
update delivery d set reason = 'kept_back'
 where d.state = 'planned' and d.due_at is null and d.reason = 'no_allowance' and not d.takes_last
   and exists (select 1 from contact_window w
                where w.identity_id = d.identity_id and w.closes_at > now() and w.used < w.allowance);
