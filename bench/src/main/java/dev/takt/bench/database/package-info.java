/**
 * The one PostgreSQL of a run, with the durability that it is delivered with, and what a contestant makes it do: transactions, bytes
 * of write-ahead log, processor time.
 */
package dev.takt.bench.database;
