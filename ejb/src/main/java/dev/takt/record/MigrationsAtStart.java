package dev.takt.record;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import javax.sql.DataSource;

/**
 * Runs the migrations before anything else starts: other beans depend on this one by its name, {@code Migrations}.
 * Flyway's lock lets one node of a cluster migrate while the others wait. A failure stops the deployment: nothing may run
 * on tables that it does not know.
 */
@Singleton(name = "Migrations")
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class MigrationsAtStart {
    @Resource(lookup = "java:jboss/datasources/TaktRecordDS")
    private DataSource dataSource;

    @PostConstruct
    void run() {
        Migrations.run(dataSource);
    }
}
