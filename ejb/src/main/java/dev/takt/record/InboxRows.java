package dev.takt.record;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.takt.core.task.TaskSpec;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The inbox: work that came in through somebody else's transaction, or while no owner could be reached. The pool's owner
 * takes it out in the transaction that makes the tasks. A submission's row has the id that its task will have.
 */
public final class InboxRows {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private static final String INSERT =
            """
            insert into inbox (id, pool, kind, document, client_key, actor, made_at)
            values (?, ?, ?, ?, ?, ?, current_timestamp)""";

    private static final String READ =
            """
            select id, kind, document, actor from inbox where pool = ?
            and kind <> 'UNREADABLE' order by id limit ?""";

    private static final String SET_ASIDE = "update inbox set kind = 'UNREADABLE' where id = any(?)";

    private static final String DELETE = "delete from inbox where id = any(?)";

    private static final String BY_KEY = "select client_key, id from inbox where client_key = any(?)";

    private static final String BY_ID = "select document from inbox where id = ? and kind = 'SUBMIT'";

    private InboxRows() {}

    /** One piece of work. */
    public sealed interface Item {
        /** The row to take out. */
        UUID row();

        record Submission(UUID row, TaskSpec task) implements Item {}

        record Cancellation(UUID row, UUID task, String actor) implements Item {}

        /** What a newer or broken Takt wrote. */
        record Unreadable(UUID row, String reason) implements Item {}
    }

    /** Puts submissions in, as part of the connection's transaction. */
    public static void insertSubmissions(Connection connection, List<TaskSpec> tasks, String actor)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            for (TaskSpec task : tasks) {
                statement.setObject(1, task.id());
                statement.setString(2, task.pool());
                statement.setString(3, "SUBMIT");
                statement.setString(4, write(task));
                statement.setString(5, task.clientKey());
                statement.setString(6, actor);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Puts a cancellation in, as part of the connection's transaction. */
    public static void insertCancel(Connection connection, String pool, UUID task, String actor) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setObject(1, TimeOrderedId.next());
            statement.setString(2, pool);
            statement.setString(3, "CANCEL");
            statement.setString(4, task.toString());
            statement.setString(5, null);
            statement.setString(6, actor);
            statement.executeUpdate();
        }
    }

    /** The oldest items of a pool. */
    public static List<Item> read(Connection connection, String pool, int limit) throws SQLException {
        List<Item> items = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setString(1, pool);
            statement.setInt(2, limit);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    UUID id = row.getObject(1, UUID.class);
                    items.add(item(id, row.getString(2), row.getString(3), row.getString(4)));
                }
            }
        }
        return items;
    }

    private static Item item(UUID id, String kind, String document, String actor) {
        try {
            return kind.equals("SUBMIT")
                    ? new Item.Submission(id, read(document))
                    : new Item.Cancellation(id, UUID.fromString(document), actor);
        } catch (IllegalStateException | IllegalArgumentException unreadable) {
            return new Item.Unreadable(id, unreadable.getMessage());
        }
    }

    /** Keeps items that cannot be read out of the way, for people to look at. */
    public static void setAside(Connection connection, List<UUID> rows) throws SQLException {
        changeAll(connection, SET_ASIDE, rows);
    }

    /** Takes items out. */
    public static void delete(Connection connection, List<UUID> rows) throws SQLException {
        changeAll(connection, DELETE, rows);
    }

    private static void changeAll(Connection connection, String sql, List<UUID> rows) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setArray(1, UuidArray.of(connection, rows));
            statement.executeUpdate();
        }
    }

    /** The tasks that keys are about to make, by key. */
    public static Map<String, UUID> byKey(Connection connection, Collection<String> keys) throws SQLException {
        Map<String, UUID> tasks = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(BY_KEY)) {
            statement.setArray(1, connection.createArrayOf("varchar", keys.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    tasks.put(row.getString(1), row.getObject(2, UUID.class));
                }
            }
        }
        return tasks;
    }

    /** A submission that has not been taken out yet; null when there is none. */
    public static TaskSpec byId(Connection connection, UUID task) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BY_ID)) {
            statement.setObject(1, task);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? read(row.getString(1)) : null;
            }
        }
    }

    private static String write(TaskSpec task) {
        try {
            return JSON.writeValueAsString(task);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException("A task could not be written to the inbox.", failure);
        }
    }

    private static TaskSpec read(String document) {
        try {
            return JSON.readValue(document, TaskSpec.class);
        } catch (JsonProcessingException failure) {
            throw new IllegalStateException(
                    "It has a task that cannot be read: " + failure.getOriginalMessage(), failure);
        }
    }
}
