-- A push that came in the clear, as its account asks, and could not be read was kept as if it were encrypted.
update inbound_envelope e set sealed = false
  from wechat_account w
 where e.sealed and w.account_id = e.account_id and w.mode = 'plain' and position('Encrypt' in e.body) = 0;
-- Of these nothing is left to open.
update inbound_envelope set sealed = false where sealed and body = '';
