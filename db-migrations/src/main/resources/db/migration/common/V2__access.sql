-- Who may do what (user_account, role, user_role, api_token) and who did what (audit). Portable between PostgreSQL and
-- H2. Elytron's jdbc-realm reads user_account and user_role too: change its queries with these tables.

-- The three password columns are what the realm's bcrypt-mapper reads: hash and salt in base64, and the binary
-- logarithm of the number of rounds. must_change: somebody else set the password, and it opens nothing but its change.
create table user_account (
    name                varchar(100) primary key check (length(name) >= 1),
    password_hash       varchar(60)  not null,
    password_salt       varchar(60)  not null,
    password_iterations integer      not null check (password_iterations between 4 and 31),
    must_change         boolean      not null,
    disabled            boolean      not null,
    created_at          timestamp(6) with time zone not null,
    changed_at          timestamp(6) with time zone not null,
    check (changed_at >= created_at)
);

create table role (
    name        varchar(20)  primary key,
    description varchar(200) not null
);

insert into role (name, description) values
    ('viewer', 'Sees everything but users, tokens and the audit trail.'),
    ('submitter', 'Submits tasks, runs jobs and sees tasks.'),
    ('operator', 'Cancels, retries, pauses and resumes; submits and sees.'),
    ('administrator', 'Does everything.');

-- The complete set: the roles that a stronger one brings with it have rows of their own.
create table user_role (
    user_name varchar(100) not null references user_account on delete cascade,
    role      varchar(20)  not null references role,
    primary key (user_name, role)
);

-- A token is 32 random bytes, shown once; here is only their SHA-256, in hexadecimal.
create table api_token (
    id           uuid         primary key,
    user_name    varchar(100) not null references user_account on delete cascade,
    label        varchar(100) not null,
    token_hash   varchar(64)  not null unique check (length(token_hash) = 64),
    scopes       varchar(200) not null check (length(scopes) >= 1),
    created_at   timestamp(6) with time zone not null,
    expires_at   timestamp(6) with time zone not null,
    last_used_at timestamp(6) with time zone,
    revoked_at   timestamp(6) with time zone,
    check (expires_at > created_at),
    check (revoked_at is null or revoked_at >= created_at)
);

create index api_token_user on api_token (user_name, id);

-- One row per administrative change, written in the change's own transaction; and the sign-ins. Ids are ordered by time.
create table audit (
    id     uuid          primary key,
    at     timestamp(6) with time zone not null,
    actor  varchar(100)  not null,
    source varchar(100),
    action varchar(60)   not null,
    target varchar(300)  not null,
    detail varchar(4000)
);

create index audit_actor on audit (actor, id);
create index audit_target on audit (target, id);
