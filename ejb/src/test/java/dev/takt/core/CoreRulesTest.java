package dev.takt.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What may depend on what. Each rule has been seen to fail once. */
@AnalyzeClasses(packages = "dev.takt", importOptions = ImportOption.DoNotIncludeTests.class)
class CoreRulesTest {
    @ArchTest
    static final ArchRule theCoreIsPlainJava = classes()
            .that()
            .resideInAPackage("dev.takt.core..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.takt.core..", "dev.takt.api", "java.lang..", "java.util..", "java.time..")
            .because("decisions have no container, no I/O and no log");

    @ArchTest
    static final ArchRule theCoreHasNoClock = noClasses()
            .that()
            .resideInAPackage("dev.takt.core..")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .because("time comes in as a value");

    @ArchTest
    static final ArchRule theRecordHasTheDatabasesClock = noClasses()
            .that()
            .resideInAPackage("dev.takt.record..")
            .should()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(java.time.LocalDate.class, "now", java.time.ZoneId.class)
            .orShould()
            .callMethod(java.time.OffsetDateTime.class, "now", java.time.ZoneId.class)
            .because("a node's clock decides nothing");

    @ArchTest
    static final ArchRule theCoreHasNoThreads = noClasses()
            .that()
            .resideInAPackage("dev.takt.core..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Thread.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("java.util.concurrent..")
            .because("one thread at a time uses a machine");

    @ArchTest
    static final ArchRule theApiStandsAlone = noClasses()
            .that()
            .resideInAPackage("dev.takt.api..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.takt.core..",
                    "dev.takt.own..",
                    "dev.takt.work..",
                    "dev.takt.record..",
                    "dev.takt.intake..",
                    "dev.takt.cluster..",
                    "dev.takt.job..",
                    "dev.takt.access..")
            .because("other deployments compile against it");

    @ArchTest
    static final ArchRule statementsStandInTheRecord = noClasses()
            .that()
            .resideOutsideOfPackages("dev.takt.record..", "dev.takt.access..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.sql.PreparedStatement")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.sql.Statement")
            .because("SQL stands in one place");

    @ArchTest
    static final ArchRule rowsStayInTheRecord = noClasses()
            .that()
            .resideOutsideOfPackages("dev.takt.record..", "dev.takt.own..", "dev.takt.cluster..", "dev.takt.access..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.takt.record.row..")
            .because("entities are rows, mapped to records");

    @ArchTest
    static final ArchRule theRecordKnowsNoShell = noClasses()
            .that()
            .resideInAPackage("dev.takt.record..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.takt.own..", "dev.takt.work..", "dev.takt.intake..", "dev.takt.job..")
            .because("the record is below those who use it");
}
