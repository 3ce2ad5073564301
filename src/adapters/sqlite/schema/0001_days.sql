-- What must be known of the days beside their own files (day_index.hpp). Small; read whole at start.

create table closed_day (         -- days that were dropped: nothing enters them again
    day integer primary key       -- days since 1970-01-01 in Viet Nam
);

create table pending_day (        -- days that may hold entries that no log has yet; every day that does is here
    day integer primary key       -- days since 1970-01-01 in Viet Nam
);
