/**
 * Hibernate entities: one class for a table, public fields named after its columns, no behaviour. They are mapped to the
 * records that the rest of Takt uses in {@code dev.takt.record}, and go no further.
 */
package dev.takt.record.row;
