-- The node's own rows (src/register/register_store.hpp): register, accounts, acts, and the entries of their commands.

create table row (                -- what the register knows: one act or thing each, the newest state
    kind text not null,           -- "site", "user", "session", "act" …
    key text not null,            -- its code, number or id
    body blob not null,           -- JSON, or sealed bytes
    primary key (kind, key)
) without rowid;

create table entry (              -- ledger entries that no log holds yet
    id blob primary key,          -- UUIDv7
    log text not null,            -- the log it waits for
    text text not null            -- canonical JSON
) without rowid;

create index entry_of_log on entry (log, id);
