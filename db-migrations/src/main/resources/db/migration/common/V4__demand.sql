-- What tasks ask beyond a handler and a slot (a JSON object, see dev.takt.record.Demands; null when nothing, which is
-- the usual case), and what nodes have of it. Portable between PostgreSQL and H2.

alter table task add column demand varchar;
alter table task_history add column demand varchar;

-- Its share under placement WEIGHTED, and what tasks may ask for: thousandths of a core, and mebibytes.
alter table node add column weight integer default 1 not null check (weight between 1 and 1000);
alter table node add column cpu_millis integer default 0 not null check (cpu_millis >= 0);
alter table node add column memory_mb integer default 0 not null check (memory_mb >= 0);
