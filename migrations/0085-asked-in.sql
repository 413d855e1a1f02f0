-- Where a customer asked for an escalation, who has no words for it: told in each reader's language.
alter table escalation add column asked_in text check (asked_in in ('chat', 'tracking_page'));
update escalation
   set why = null, asked_in = case when why like '客户在聊天中催办%' then 'chat' else 'tracking_page' end
 where asked_by_kind = 'customer' and (why like '客户在聊天中催办 · %' or why like '客户在进度页催办 · %');
