-- Time slices: a handler may give its slot back with a checkpoint, and its attempt goes on later with a new token.

-- How long a slice is, in milliseconds; and how often the order was changed, so that those who waited before go first.
alter table queue add column slice_millis bigint check (slice_millis between 10 and 86400000);
alter table queue add column order_changes integer default 0 not null;

-- How many slices of the present attempt have yielded, how long they ran (microseconds), and what the latest one left.
alter table task add column slices integer default 0 not null;
alter table task add column ran_us bigint default 0 not null;
alter table task add column checkpoint varchar;
alter table task_history add column slices integer default 0 not null;

-- An attempt's slices share its number, and each has a token of its own. Made anew, since the names of the old table's
-- constraints differ between databases.
alter table attempt rename to attempt_before_slices;
create table attempt (
    task       uuid     not null,
    number     smallint not null,
    token      bigint   not null,
    node       varchar(40) not null,
    started_at timestamp(6) with time zone not null,
    ended_at   timestamp(6) with time zone not null,
    outcome    varchar(20) not null check (case outcome
            when 'SUCCEEDED' then true when 'FAILED' then true when 'TIMED_OUT' then true
            when 'CANCELLED' then true when 'YIELDED' then true when 'LOST' then true
            else false end),
    error      varchar,
    log        varchar,
    primary key (task, token)
);
insert into attempt (task, number, token, node, started_at, ended_at, outcome, error, log)
select task, number, token, node, started_at, ended_at, outcome, error, log from attempt_before_slices;
drop table attempt_before_slices;
create index attempt_end on attempt (ended_at);
