-- An amount has as many decimals as its currency: yen have none, dinars three.
alter table refund alter column amount type numeric;
alter table refund add constraint refund_amount_readable check (amount < 1e12 and scale(amount) <= 4);

-- A request for more than this is refused. The row '*' is for the currencies that have none of their own.
create table refund_limit (
  currency text primary key check (currency ~ '^([A-Z]{3}|\*)$'),
  most numeric not null check (most > 0 and most < 1e12)
);
insert into refund_limit (currency, most) values
  ('*', 1000000), ('JPY', 20000000), ('KRW', 200000000), ('IDR', 5000000000), ('VND', 5000000000);
