package dev.takt.server;

import java.nio.file.Path;
import java.util.List;

/** The Java that runs servers, and its options. */
final class Jvm {
    /** The same Java that runs the build. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /**
     * Options for a server.
     *
     * @param heapMaxMebibytes the largest heap
     */
    static List<String> options(int heapMaxMebibytes) {
        return List.of(
                "-Xms128m",
                "-Xmx" + heapMaxMebibytes + "m",
                // Boot loads some 90 MB of classes: do not collect on the way there.
                "-XX:MetaspaceSize=160m",
                // Figures for jstat, twenty times a second by default: an idle JVM does nothing else as often.
                "-XX:PerfDataSamplingInterval=1000",
                // The boot leaves a heap of 300 MB, of which 110 live. Who has had no collection for a minute has one,
                // and gives back what would leave more than 30 % of the heap free.
                "-XX:G1PeriodicGCInterval=60000",
                "-XX:MinHeapFreeRatio=15",
                "-XX:MaxHeapFreeRatio=30",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.net.preferIPv4Stack=true",
                "-Djava.awt.headless=true",
                "-Djboss.modules.system.pkgs=org.jboss.byteman",
                // The same openings as WildFly's own start script (bin/common.sh) makes.
                "--add-exports=java.desktop/sun.awt=ALL-UNNAMED",
                "--add-exports=java.naming/com.sun.jndi.ldap=ALL-UNNAMED",
                "--add-exports=java.naming/com.sun.jndi.url.ldap=ALL-UNNAMED",
                "--add-exports=java.naming/com.sun.jndi.url.ldaps=ALL-UNNAMED",
                "--add-exports=jdk.naming.dns/com.sun.jndi.dns=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
                "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
                "--add-opens=java.base/java.io=ALL-UNNAMED",
                "--add-opens=java.base/java.net=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.management/javax.management=ALL-UNNAMED",
                "--add-opens=java.naming/javax.naming=ALL-UNNAMED");
    }

    private Jvm() {}
}
