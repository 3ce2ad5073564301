-- The records of some services are kept for longer (docs/guide/retention.md). What was accepted before this step was of none of them.

alter table item add column service integer not null default 0; -- Service
