-- What holds keep, apart from the days (src/retention/hold_store.hpp). Records and objects lie here as they were sealed; what opens
-- them is in `part`, under the hold's own key. Nothing is readable without that key; rows are overwritten when they go.

create table item (               -- an item that a hold keeps something of
    hold integer not null,        -- the hold's number
    id blob not null,             -- ItemId
    day integer not null,         -- its day, days since 1970-01-01 in Viet Nam
    primary key (hold, id)
) without rowid;

create index item_holds on item (id, hold);

create table part (               -- sealed notes: 0 the item's row, else the keys of a class
    hold integer not null,        -- as in item
    item blob not null,           -- as in item
    number integer not null,      -- 0, or a DataClass
    sealed blob not null,         -- docs/formats/holds.md
    primary key (hold, item, number)
);

create table record (             -- sealed revisions, as they lay in the day
    hold integer not null,        -- as in item
    item blob not null,           -- as in item
    class integer not null,       -- DataClass
    revision integer not null,    -- from 1
    sealed blob not null,         -- docs/formats/vault.md
    primary key (hold, item, class, revision)
);

create table object (             -- sealed objects, as they lay in a pack; with rowid, since they are long
    hold integer not null,        -- as in item
    id blob not null,             -- RFC 6962 root over the sealed chunks
    item blob not null,           -- whose
    class integer not null,       -- DataClass
    sealed blob not null,         -- docs/formats/objects.md
    primary key (hold, id)
);

create index object_item on object (hold, item);

create table token (              -- blind index under the hold's own key
    hold integer not null,        -- as in item
    token blob not null,          -- keyed hash of the value
    item blob not null,           -- which carries it
    primary key (hold, token, item)
) without rowid;

create index token_item on token (hold, item);
