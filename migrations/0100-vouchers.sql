-- A voucher is the same in small letters and in capitals. Where two refunds were paid by one so, they stay as they are.
update refund_payment p set voucher = upper(p.voucher)
 where p.voucher <> upper(p.voucher)
   and not exists (select 1 from refund_payment o where o.refund_id <> p.refund_id and upper(o.voucher) = upper(p.voucher));
