-- Whether whoever wrote an invitation, or renewed its link, was an administrator at that moment. A change of role between
-- that moment and the joining changes nothing about who brought the person in.
alter table invitation add column invited_by_admin boolean;
-- Of those from before only the present role is known, which counts where it was not changed since.
update invitation v set invited_by_admin = m.role = 'admin' and not exists (
    select from event e where e.name = 'member.changed' and e.subject_type = 'member' and e.subject_id = m.id
       and e.at >= v.created_at)
  from member m where m.id = v.invited_by;
update invitation set invited_by_admin = true where invited_by is null;
alter table invitation alter column invited_by_admin set not null;
