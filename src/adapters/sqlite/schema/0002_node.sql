-- Acts by their time: the keys of their rows are made by who makes them, so that they stand in no order that could be trusted.
-- One row "act_at" for each row "act", whose key is the act's time and then its key (src/disclosure/act.hpp).

insert or ignore into row (kind, key, body)
    select 'act_at', json_extract(cast(body as text), '$.at') || ' ' || key, cast('' as blob) from row
    where kind = 'act' and json_valid(cast(body as text)) and json_extract(cast(body as text), '$.at') is not null;
