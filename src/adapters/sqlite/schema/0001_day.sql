-- One civil day of acceptance (DESIGN.md section 12). Nothing here is readable without the day's keys: names and contents are
-- sealed, values to search for are tokens. The file is unlinked whole when the day is over. All but `token` grow at their end,
-- since ids begin with their time.

create table item (               -- one accepted or refused item: its row as base/day_store.hpp describes it
    n integer primary key,        -- a short name for it within this file, for the rows of token
    id blob not null unique,      -- UUIDv7 made by the client at the moment of acceptance
    type integer not null,        -- ItemType
    state integer not null,       -- ItemState
    version integer not null,     -- 1 at acceptance, one more with each command
    site text not null,           -- where it was accepted
    counter text not null,        -- at which counter
    number integer not null,      -- the counter's number of that day, without gaps
    log text not null,            -- the log of its acceptance
    accepted_at integer not null, -- UTC milliseconds
    pictures_due integer not null,-- slots named at acceptance that have no stored picture
    on_hold integer not null      -- keeps itself beyond the term (undelivered, complaint, request)
);

create table record (             -- one sealed revision of one class of an item; with rowid, since sealed bytes are long
    item blob not null,           -- whose
    class integer not null,       -- DataClass
    revision integer not null,    -- from 1; corrections add, never replace
    sealed blob not null,         -- docs/formats/vault.md
    primary key (item, class, revision)
);

create table object (             -- one stored picture or signature
    item blob not null,           -- whose
    slot text not null,           -- what it shows: "open", "contents", "sealed", "signature"
    class integer not null,       -- DataClass
    id blob not null,             -- RFC 6962 root over its sealed chunks
    size integer not null,        -- plain bytes
    primary key (item, slot)
) without rowid;

create table token (              -- blind index: what people search for; short rows, since its pages are most of what is written
    token blob not null,          -- keyed hash of the value, under the day's key
    n integer not null,           -- an item that carries it
    primary key (token, n)
) without rowid;

create table command (            -- idempotency: each command once
    id blob primary key,          -- CommandId; for an acceptance the item's own id
    item blob not null,           -- what it was applied to
    request blob not null         -- keyed digest of the request
) without rowid;

create table entry (              -- which ledger entries tell of an item
    item blob not null,           -- which
    id blob not null,             -- UUIDv7, so an item's entries stand in the order of their time
    log text not null,            -- the log it belongs to
    place integer,                -- its index there, null while pending
    primary key (item, id)
) without rowid;

create table pending (            -- the texts that no log holds yet; a row leaves when its entry has a place
    log text not null,            -- the log it waits for
    id blob not null,             -- as in entry
    item blob not null,           -- as in entry
    text text not null,           -- canonical JSON
    primary key (log, id)
) without rowid;
