package dev.takt.record;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node is told that may not use the database it was given. */
class MigrationsTest {
    @TempDir
    Path folder;

    @Test
    void aFileThatAnotherProcessHasOpenIsSaidToServeOneNode() throws Exception {
        String url = "jdbc:h2:file:" + folder.resolve("takt");
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        Path.of(org.h2.Driver.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI())
                                .toString(),
                        "org.h2.tools.Shell",
                        "-url",
                        url,
                        "-user",
                        "takt")
                .redirectErrorStream(true)
                .start();
        try {
            // The shell connects, then greets.
            var output = other.inputReader();
            String line = output.readLine();
            while (line != null && !line.contains("Commands are case insensitive")) {
                line = output.readLine();
            }
            JdbcDataSource dataSource = new JdbcDataSource();
            dataSource.setURL(url);
            dataSource.setUser("takt");
            assertThatThrownBy(() -> Migrations.run(dataSource))
                    .hasMessageContaining("open in another process")
                    .hasMessageContaining("H2 serves one node")
                    .hasMessageContaining("-Dtakt.db.url=jdbc:postgresql:");
        } finally {
            other.destroyForcibly().waitFor();
        }
    }

    @Test
    void severalNodesOnH2AreRefused() {
        assertThatThrownBy(() -> Migrations.refuseClusterOnH2("h2", "127.0.0.1[7600],127.0.0.1[7700]"))
                .hasMessageContaining("serves one node only")
                .hasMessageContaining("-Dtakt.db.url=jdbc:postgresql:");
        assertThatCode(() -> {
                    Migrations.refuseClusterOnH2("h2", "127.0.0.1[7600]");
                    Migrations.refuseClusterOnH2("postgresql", "127.0.0.1[7600],127.0.0.1[7700]");
                })
                .doesNotThrowAnyException();
    }

    @Test
    void anUnreachableDatabaseIsCalledThat() {
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:file:" + folder.resolve("none") + ";IFEXISTS=TRUE");
        assertThatThrownBy(() -> Migrations.run(dataSource)).hasMessageContaining("cannot reach its database");
    }
}
