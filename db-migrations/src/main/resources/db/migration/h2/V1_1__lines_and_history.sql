-- H2's own part of the record: it has neither partial indexes nor partitions.

-- The lines of each queue (one for each handler), in order.
create index task_ready on task (queue, handler, state, rank, id);
-- What is due later, soonest first; also finds what runs.
create index task_scheduled on task (pool, state, rank, id);
create index task_expiry on task (pool, expires_at);
create index task_job on task (job, id);
-- Lists for people, by state, newest first.
create index task_state on task (state, id);

-- What happened: a task moves here in the transaction that ends it.
create table task_history (
    id              uuid         not null,
    pool            varchar(100) not null,
    queue           varchar(100) not null,
    state           varchar(20)  not null check (case state
            when 'SUCCEEDED' then true when 'FAILED' then true when 'TIMED_OUT' then true
            when 'CANCELLED' then true when 'EXPIRED' then true
            else false end),
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
);

create index task_history_queue on task_history (queue, id);
create index task_history_job on task_history (job, id);
create index task_history_state on task_history (state, id);
create index task_history_end on task_history (ended_at);
