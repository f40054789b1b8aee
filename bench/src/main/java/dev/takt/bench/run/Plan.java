package dev.takt.bench.run;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is to be run.
 *
 * @param workloads {@code w1} to {@code w6}
 * @param contestants their names
 * @param tasks how many tasks W1 and W5 have
 * @param rounds how often each contestant has its turn
 * @param minutes how long W6 takes
 * @param delivered whether W4 is done with the peers' settings as delivered too
 * @param portOffset added to all ports of Takt's first node; a second one has 100 more
 * @param serverHome the provisioned WildFly
 * @param ear Takt
 * @param war the bench's deployment
 * @param jvm options of every contestant's Java beside the heap; empty for none
 * @param folder where everything is written
 */
public record Plan(
        List<String> workloads,
        List<String> contestants,
        int tasks,
        int rounds,
        int minutes,
        boolean delivered,
        int portOffset,
        Path serverHome,
        Path ear,
        Path war,
        String jvm,
        Path folder) {

    /** The heap of every contestant. */
    public static final int HEAP_MEBIBYTES = 512;

    /** From the system properties that the build sets. */
    public static Plan ofProperties() {
        return new Plan(
                words("bench"),
                words("contestants"),
                Integer.getInteger("tasks"),
                Integer.getInteger("rounds"),
                Integer.getInteger("minutes"),
                Boolean.getBoolean("w4.defaults"),
                Integer.getInteger("port.offset"),
                Path.of(System.getProperty("server.home")),
                Path.of(System.getProperty("takt.ear")),
                Path.of(System.getProperty("bench.war")),
                System.getProperty("bench.jvm", ""),
                Path.of(System.getProperty("bench.folder")));
    }

    private static List<String> words(String property) {
        return Stream.of(System.getProperty(property).split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
