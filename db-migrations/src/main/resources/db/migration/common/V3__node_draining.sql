-- A draining node goes on with what it runs and is given nothing new. It belongs to the incarnation: a server that boots
-- again takes work again. Portable between PostgreSQL and H2.

alter table node add column draining boolean default false not null;
