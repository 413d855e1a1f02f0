-- Signs between the characters of an order make no other order, for refunds as for tickets: AB-2026.001 is AB2026001.
-- Two orders that are one without their signs are only shown to whoever approves. A voucher, of which no second one may
-- be recorded, keeps its signs.
create function order_key(number text) returns text language sql immutable parallel safe as $$
  select coalesce(nullif(regexp_replace(number_key(number), '[^a-z0-9]', '', 'g'), ''), number_key(number))
$$;

drop index refund_order;
alter table refund drop column order_key;
alter table refund add column order_key text not null generated always as (order_key(order_number)) stored;
create index refund_order on refund (order_key);
