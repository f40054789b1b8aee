package dev.takt.access;

import dev.takt.record.Migrations;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class AccessOnPostgresqlTest extends AccessContract {
    private static EmbeddedPostgres server;
    private static DataSource dataSource;

    @BeforeAll
    static void open() throws IOException {
        server = EmbeddedPostgres.start();
        dataSource = server.getPostgresDatabase();
        Migrations.run(dataSource);
    }

    @AfterAll
    static void close() throws IOException {
        server.close();
    }

    @Override
    DataSource dataSource() {
        return dataSource;
    }
}
