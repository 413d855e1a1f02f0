-- Customers are found by any part of their name: each sign of it and each pair of neighbours is a word here, for Chinese
-- names are short. As in `ticket_words`, the blocks of 4,096 and of 131,072 neighbouring ids are words too, and longer than
-- any of a name. An index of what the row itself has follows each change of a name, and an erasure.
create function name_words(name text, id bigint) returns tsvector
  language sql immutable parallel safe
  return array_to_tsvector(array(
    select part from generate_series(1, length(name)) n, unnest(array[substr(name, n, 1), substr(name, n, 2)]) part)
    || array['###' || (id >> 12), '####' || (id >> 17)]);

create index customer_named on customer using gin (name_words(coalesce(readable_name, lower(name)), id));
