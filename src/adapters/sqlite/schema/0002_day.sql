-- Tokens fall anywhere in their index, so that each would change a page of its own in its command's transaction. Here they wait,
-- one row for a transaction, until many go into the index together, in its order (outbox.hpp).

create table outbox (             -- tokens that are not in `token` yet
    id integer primary key,       -- ascending: in the order of the transactions
    tokens blob not null          -- of each the token, 16 bytes, and the item's n, 8 bytes, big-endian; ascending
);
