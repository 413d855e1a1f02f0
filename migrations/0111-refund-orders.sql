-- What looks the same is the same number: width and case, blanks, number signs, kinds of dashes, invisible characters
-- and the letters of other alphabets that look like Latin ones do not tell two numbers apart.
create function number_key(number text) returns text language sql immutable parallel safe as $$
  select lower(translate(
    regexp_replace(normalize(number, NFKC),
      '[\s#\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]',
      '', 'g'),
    '‐‑‒–—―−АВЕКМНОРСТУХІЈЅавекмнорстухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβεζηικμνορτυχ',
    '-------ABEKMHOPCTYXIJSabekmhopctyxijsABEZHIKMNOPTYXabezhikmnoptyx'))
$$;

alter table refund add column order_key text not null generated always as (number_key(order_number)) stored;
drop index refund_order;
create index refund_order on refund (order_key);

alter table refund_payment add column voucher_key text not null generated always as (number_key(voucher)) stored;
create unique index refund_payment_number on refund_payment (voucher_key);
