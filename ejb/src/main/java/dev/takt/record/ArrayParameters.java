package dev.takt.record;

import dev.takt.core.Micros;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToLongFunction;
import java.util.regex.Pattern;

/** Binds the columns of many rows as arrays, one parameter for each column, in the order of the calls. */
final class ArrayParameters<R> {
    /** The end of the year 9999: later years have a form that databases do not read. */
    static final long LATEST_MICROS = Micros.of(Instant.parse("9999-12-31T23:59:59Z"));

    private static final Pattern MICROS = Pattern.compile("\\$\\{([^}]+)}");

    private final Connection connection;
    private final PreparedStatement statement;
    private final List<R> rows;
    private int index;

    ArrayParameters(PreparedStatement statement, List<R> rows) throws SQLException {
        this(statement, rows, 0);
    }

    private ArrayParameters(PreparedStatement statement, List<R> rows, int index) throws SQLException {
        this.connection = statement.getConnection();
        this.statement = statement;
        this.rows = rows;
        this.index = index;
    }

    /** The columns of other rows follow. */
    <S> ArrayParameters<S> then(List<S> others) throws SQLException {
        return new ArrayParameters<>(statement, others, index);
    }

    ArrayParameters<R> uuids(Function<R, UUID> column) throws SQLException {
        return array(UuidArray.of(connection, rows, column));
    }

    ArrayParameters<R> texts(Function<R, String> column) throws SQLException {
        return bind("varchar", column, String[]::new);
    }

    ArrayParameters<R> numbers(ToLongFunction<R> column) throws SQLException {
        return bind("bigint", column::applyAsLong, Long[]::new);
    }

    /** Numbers that are there already, one for each row. */
    ArrayParameters<R> given(long... column) throws SQLException {
        Long[] values = Arrays.stream(column).boxed().toArray(Long[]::new);
        return array(connection.createArrayOf("bigint", values));
    }

    /** A column that is there already. */
    ArrayParameters<R> array(Array column) throws SQLException {
        statement.setArray(++index, column);
        return this;
    }

    ArrayParameters<R> nullableNumbers(Function<R, Long> column) throws SQLException {
        return bind("bigint", column, Long[]::new);
    }

    ArrayParameters<R> fractions(Function<R, Double> column) throws SQLException {
        return bind("float8", column, Double[]::new);
    }

    /**
     * Microseconds since 1970, which {@link #withTimes} makes a time of; 0 becomes null. As text, times would cost a third
     * of all there is to write and read.
     */
    ArrayParameters<R> times(ToLongFunction<R> column) throws SQLException {
        return nullableNumbers(row -> {
            long micros = column.applyAsLong(row);
            return micros == 0 ? null : (Long) Math.min(micros, LATEST_MICROS);
        });
    }

    /** One number for all rows. */
    ArrayParameters<R> number(long value) throws SQLException {
        statement.setLong(++index, value);
        return this;
    }

    /** A statement in which {@code ${expression}} stands for the time that an expression gives in microseconds. */
    static String withTimes(String statement) {
        return MICROS.matcher(statement)
                .replaceAll("(timestamp with time zone '1970-01-01 00:00:00+00' + $1 * interval '0.000001' second)");
    }

    /** Arrays of the very type: PostgreSQL's driver sends those of texts and numbers in their binary form. */
    private <V> ArrayParameters<R> bind(String type, Function<R, V> column, IntFunction<V[]> array)
            throws SQLException {
        return array(connection.createArrayOf(type, column(rows, column, array)));
    }

    /** What each row has in a column. */
    static <R, V> V[] column(List<R> rows, Function<R, V> column, IntFunction<V[]> array) {
        V[] values = array.apply(rows.size());
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        return values;
    }
}
