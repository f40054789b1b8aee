-- The record: what has to happen (task), what happened (task_history, in the vendor's V1_1), who decides (pool_lease)
-- and the settings. Portable between PostgreSQL and H2. Names and states are the words of the glossary in the README;
-- CHECK constraints repeat the invariants of the core. They list values by CASE, not by IN: H2 2.4.240 ties an IN to the
-- session that made the table, and refuses every row once that session is closed (h2database #4302).

create table pool (
    name        varchar(100) primary key,
    placement   varchar(40)  not null,
    share       varchar(40)  not null,
    lost_limit  integer      not null check (lost_limit between 1 and 100),
    changed_at  timestamp(6) with time zone not null,
    changed_by  varchar(100) not null
);

create table queue (
    name          varchar(100) primary key,
    pool          varchar(100) not null references pool,
    order_policy  varchar(40)  not null,
    weight        integer      not null check (weight between 1 and 1000),
    running_limit integer check (running_limit between 1 and 100000),
    paused_at     timestamp(6) with time zone,
    paused_by     varchar(100),
    changed_at    timestamp(6) with time zone not null,
    changed_by    varchar(100) not null,
    check ((paused_at is null) = (paused_by is null))
);

-- One row per pool. The epoch rises with each change of owner; every transaction of an owner begins by renewing the
-- row with its own epoch, and an owner that finds no such row has been replaced.
create table pool_lease (
    pool       varchar(100) primary key references pool,
    owner      varchar(40),
    owner_name varchar(200),
    epoch      bigint not null,
    renewed_at timestamp(6) with time zone not null
);

-- One row per incarnation of a server: a new id at each boot.
create table node (
    id           varchar(40)  primary key,
    name         varchar(200) not null,
    address      varchar(200) not null,
    labels       varchar      not null,
    slots        integer      not null,
    running      integer      not null,
    stuck        integer      not null,
    cpu_load     double precision not null,
    memory_used  bigint       not null,
    memory_max   bigint       not null,
    handlers     varchar      not null,
    started_at   timestamp(6) with time zone not null,
    renewed_at   timestamp(6) with time zone not null,
    left_at      timestamp(6) with time zone,
    stopped      boolean      not null
);

create table job (
    name       varchar(100) primary key,
    version    integer      not null,
    definition varchar      not null,
    changed_at timestamp(6) with time zone not null,
    changed_by varchar(100) not null
);

create table job_version (
    name       varchar(100) not null,
    version    integer      not null,
    definition varchar,
    changed_at timestamp(6) with time zone not null,
    changed_by varchar(100) not null,
    primary key (name, version)
);

create table job_trigger (
    job          varchar(100) not null references job on delete cascade,
    name         varchar(100) not null,
    pool         varchar(100) not null,
    kind         varchar(10)  not null check (case kind
            when 'CRON' then true when 'EVERY' then true when 'AT' then true
            else false end),
    spec         varchar      not null,
    next_fire_at timestamp(6) with time zone,
    last_fire_at timestamp(6) with time zone,
    made_at      timestamp(6) with time zone not null,
    primary key (job, name)
);
create index job_trigger_due on job_trigger (pool, next_fire_at);

-- What still has to happen. rank is the place in the line while READY, and the due time in microseconds since 1970
-- while SCHEDULED, so that one number orders both.
create table task (
    id              uuid         primary key,
    pool            varchar(100) not null,
    queue           varchar(100) not null,
    state           varchar(20)  not null check (case state
            when 'BLOCKED' then true when 'AWAITING_APPROVAL' then true when 'SCHEDULED' then true
            when 'READY' then true when 'RUNNING' then true
            else false end),
    rank            bigint       not null,
    priority        smallint     not null,
    job             varchar(100),
    job_version     integer,
    handler         varchar(100) not null,
    payload         varchar,
    labels          varchar,
    client_key      varchar(255),
    retry_of        uuid,
    submitted_by    varchar(120) not null,
    submitted_at    timestamp(6) with time zone not null,
    due_at          timestamp(6) with time zone,
    expires_at      timestamp(6) with time zone,
    timeout_ms      bigint       not null,
    attempts_max    smallint     not null,
    backoff_ms      bigint       not null,
    backoff_factor  double precision not null,
    backoff_max_ms  bigint       not null,
    attempt         smallint     not null,
    lost            smallint     not null,
    stopped         smallint     not null,
    token           bigint,
    node            varchar(40),
    started_at      timestamp(6) with time zone,
    error           varchar,
    cancel_requested_at timestamp(6) with time zone,
    check (state <> 'RUNNING' or (token is not null and node is not null and started_at is not null and attempt > 0))
);

-- Which task a client's key made. A table of its own: keys outlive the task's move to the history.
create table task_key (
    client_key varchar(255) primary key,
    task       uuid         not null,
    expires_at timestamp(6) with time zone not null
);
create index task_key_expiry on task_key (expires_at);

create table task_label (
    label varchar(330) not null,
    task  uuid         not null,
    primary key (label, task)
);
create index task_label_task on task_label (task);

-- Attempts that have something to tell: failed, timed out, lost, cancelled, or with a log. A first attempt that
-- simply succeeds is part of its task's row in the history.
create table attempt (
    task       uuid     not null,
    number     smallint not null,
    token      bigint   not null,
    node       varchar(40) not null,
    started_at timestamp(6) with time zone not null,
    ended_at   timestamp(6) with time zone not null,
    outcome    varchar(20) not null check (case outcome
            when 'SUCCEEDED' then true when 'FAILED' then true when 'TIMED_OUT' then true
            when 'CANCELLED' then true when 'LOST' then true
            else false end),
    error      varchar,
    log        varchar,
    primary key (task, number)
);
create index attempt_end on attempt (ended_at);

-- Ended tasks counted by minute, in the transaction that ends them: charts and totals without counting rows. Old rows
-- are folded into one for the day, then for the month, which stands at its first minute (UTC).
create table task_count (
    queue  varchar(100) not null,
    at_minute timestamp(6) with time zone not null,
    state  varchar(20)  not null,
    tasks  bigint       not null,
    primary key (queue, at_minute, state)
);
create index task_count_minute on task_count (at_minute);

-- Work that came in through somebody else's transaction, or while no owner could be reached.
create table inbox (
    id         uuid         primary key,
    pool       varchar(100) not null,
    kind       varchar(12)  not null check (case kind
            when 'SUBMIT' then true when 'CANCEL' then true when 'UNREADABLE' then true
            else false end),
    document   varchar      not null,
    client_key varchar(255) unique,
    actor      varchar(120) not null,
    made_at    timestamp(6) with time zone not null
);
create index inbox_pool on inbox (pool, id);

insert into pool (name, placement, share, lost_limit, changed_at, changed_by)
values ('default', 'LEAST_LOADED', 'WEIGHTED_FAIR', 3, current_timestamp, 'takt');
insert into pool_lease (pool, owner, owner_name, epoch, renewed_at)
values ('default', null, null, 0, current_timestamp);
insert into queue (name, pool, order_policy, weight, running_limit, changed_at, changed_by)
values ('default', 'default', 'FCFS', 100, null, current_timestamp, 'takt');
