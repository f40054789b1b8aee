/**
 * The record: the only place with SQL, and the door to the database.
 *
 * <pre>
 *   {@link dev.takt.record.Database}      connections and transactions
 *   {@link dev.takt.record.OwnerDatabase} the owners' own
 *   {@code UncommittedDatabase}           a door behind which nothing is kept, for rehearsing
 *   {@link dev.takt.record.DatabaseClock} the clock that decides
 *   {@link dev.takt.record.Migrations}    tables, by Flyway, before anything else starts
 *   {@link dev.takt.record.TaskWriter}    a decision of an owner, in one transaction: the hot path
 *   {@link dev.takt.record.LoneTask}      a decision that is one new task, in one journey
 *   {@link dev.takt.record.Demands}       what a task asks of nodes, as one nullable text
 *   {@link dev.takt.record.TaskReader}    what an owner reads: the heads of lines, what runs, single tasks
 *   {@link dev.takt.record.Leases}        who owns a pool, by epoch
 *   {@link dev.takt.record.TaskSearch}    lists and details for people, a page in bounded time by {@code TaskPages}
 *   {@code dev.takt.record.row}           Hibernate entities: rows, never more
 * </pre>
 *
 * The hot path writes whole decisions with array parameters ({@code unnest}), never one statement for one task of many, in
 * SQL that PostgreSQL and H2 both take; {@code ArrayStatement} has both find the rows by their keys, {@code UuidArray} and
 * {@code KindsOfTasks} keep small what is sent. What differs between the two stands in the migrations and behind {@link dev.takt.record.Database#isPostgreSql}.
 */
package dev.takt.record;
