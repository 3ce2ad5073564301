-- One civil day of acceptance (DESIGN.md section 12). Nothing here is readable without the day's keys: names and contents are sealed,
-- values to search for are tokens. The file is unlinked whole when the day is over.

create table item (               -- one accepted or refused item: its row as base/day_store.hpp describes it
    id blob primary key,          -- UUIDv7 made by the client at the moment of acceptance
    type integer not null,        -- ItemType
    state integer not null,       -- ItemState
    version integer not null,     -- 1 at acceptance, one more with each command
    site text not null,           -- where it was accepted
    counter text not null,        -- at which counter
    number integer not null,      -- the counter's number of that day, without gaps
    log text not null,            -- the log of its acceptance
    accepted_at integer not null, -- UTC milliseconds
    pictures_due integer not null,-- required slots without a stored picture
    on_hold integer not null      -- keeps itself beyond the term (undelivered, complaint, request)
) without rowid;

create table record (             -- one sealed revision of one class of an item
    item blob not null,
    class integer not null,       -- DataClass
    revision integer not null,    -- from 1; corrections add, never replace
    sealed blob not null,         -- docs/formats/vault.md
    primary key (item, class, revision)
);

create table object (             -- one stored picture or signature
    item blob not null,
    slot text not null,           -- what it shows: "open", "contents", "sealed", "signature"
    class integer not null,       -- DataClass
    id blob not null,             -- RFC 6962 root over its sealed chunks
    size integer not null,        -- plain bytes
    primary key (item, slot)
) without rowid;

create table token (              -- blind index: keyed hash of what people search for
    token blob not null,
    item blob not null,
    primary key (token, item)
) without rowid;

create table command (            -- idempotency: each command once
    id blob primary key,
    item blob not null,
    request blob not null         -- keyed digest of the request
) without rowid;

create table entry (              -- ledger entries of the commands
    id blob primary key,          -- UUIDv7, so they stand in the order of their time
    item blob not null,
    log text not null,
    text text,                    -- canonical JSON until the log holds it, then null
    place integer                 -- index in the log, null while pending
) without rowid;

create index entry_of_item on entry (item);
create index entry_pending on entry (log, id) where place is null;
