-- PostgreSQL's own part of the record: partial indexes for the lines, and a history that is partitioned by the day of
-- the end, so that retention is a DROP. The partitions are made ahead of time by the retention timer.

-- The lines of each queue (one for each handler), in order.
create index task_ready on task (queue, handler, rank, id) where state = 'READY';
-- What is due later, soonest first.
create index task_scheduled on task (pool, rank, id) where state = 'SCHEDULED';
create index task_running on task (pool) where state = 'RUNNING';
create index task_expiry on task (pool, expires_at) where expires_at is not null and state <> 'RUNNING';
create index task_job on task (job, id) where job is not null;

-- Rows live for a short time and change a few times: leave room for in-page updates, and vacuum early.
alter table task set (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000,
    autovacuum_vacuum_cost_delay = 0);
alter table pool_lease set (fillfactor = 10, autovacuum_vacuum_threshold = 500, autovacuum_vacuum_scale_factor = 0);
alter table node set (fillfactor = 50);
alter table task_count set (fillfactor = 50);

-- What happened: a task moves here in the transaction that ends it.
create table task_history (
    id              uuid         not null,
    pool            varchar(100) not null,
    queue           varchar(100) not null,
    state           varchar(20)  not null check (state in ('SUCCEEDED', 'FAILED', 'TIMED_OUT', 'CANCELLED', 'EXPIRED')),
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
    cancel_requested_at timestamp(6) with time zone,
    ended_at        timestamp(6) with time zone not null,
    result          varchar,
    error           varchar,
    primary key (id, ended_at),
    check (state <> 'SUCCEEDED' or (token is not null and started_at is not null and attempt > 0))
) partition by range (ended_at);

create index task_history_queue on task_history (queue, id);
create index task_history_job on task_history (job, id) where job is not null;
create index task_history_trouble on task_history (state, id) where state <> 'SUCCEEDED';
