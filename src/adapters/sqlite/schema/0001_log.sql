-- One log (docs/formats/ledger.md). Tiles and head change in one transaction; the checkpoint is signed from the head afterwards.

create table head (               -- one row
    one integer primary key check (one = 1), -- always 1
    size integer not null,        -- entries in the tree
    root blob not null,           -- RFC 6962 root
    epoch integer not null,       -- raised by each sequencer that takes over
    checkpoint text not null      -- the last signed note, empty before the first
);

create table tile (               -- hash tiles of height 8, and entry bundles as level -1
    level integer not null,       -- 0 for hashes of entries, -1 for the entries themselves
    number integer not null,      -- which of its level, from 0
    bytes blob not null,          -- all hashes or entries so far
    primary key (level, number)
);

create table sequenced (          -- which entries are in the tree, so that none is added twice
    id blob primary key,          -- UUIDv7 of the entry
    place integer not null        -- its index in the log
) without rowid;
