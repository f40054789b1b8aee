package dev.takt.record;

import dev.takt.core.Micros;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;

/** Binds the columns of many rows as arrays, one parameter for each column, in the order of the calls. */
final class ArrayParameters<R> {
    /** The end of the year 9999: later years have a form that databases do not read. */
    private static final long LATEST_MICROS = Micros.of(Instant.parse("9999-12-31T23:59:59Z"));

    private final Connection connection;
    private final PreparedStatement statement;
    private final List<R> rows;
    private int index;

    ArrayParameters(PreparedStatement statement, List<R> rows) throws SQLException {
        this.connection = statement.getConnection();
        this.statement = statement;
        this.rows = rows;
    }

    ArrayParameters<R> uuids(Function<R, UUID> column) throws SQLException {
        return bind("uuid", column, UUID[]::new);
    }

    ArrayParameters<R> texts(Function<R, String> column) throws SQLException {
        return bind("varchar", column, String[]::new);
    }

    ArrayParameters<R> numbers(ToLongFunction<R> column) throws SQLException {
        return bind("bigint", column::applyAsLong, Long[]::new);
    }

    ArrayParameters<R> nullableNumbers(Function<R, Long> column) throws SQLException {
        return bind("bigint", column, Long[]::new);
    }

    ArrayParameters<R> fractions(Function<R, Double> column) throws SQLException {
        return bind("float8", column, Double[]::new);
    }

    /** Microseconds since 1970; 0 becomes null. */
    ArrayParameters<R> times(ToLongFunction<R> column) throws SQLException {
        return bind("timestamptz", row -> time(column.applyAsLong(row)), OffsetDateTime[]::new);
    }

    /** Arrays of the very type: PostgreSQL's driver sends those of texts and numbers in their binary form. */
    private <V> ArrayParameters<R> bind(String type, Function<R, V> column, IntFunction<V[]> array)
            throws SQLException {
        V[] values = array.apply(rows.size());
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        statement.setArray(++index, connection.createArrayOf(type, values));
        return this;
    }

    static OffsetDateTime time(long micros) {
        if (micros == 0) {
            return null;
        }
        return Micros.instant(Math.min(micros, LATEST_MICROS)).atOffset(ZoneOffset.UTC);
    }
}
