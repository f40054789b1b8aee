package dev.takt.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What {@link RecordingHandler} wrote down, by task, in the order of the file.
 *
 * @param starts the starts of each task
 * @param ends the ends of each task
 */
public record HandlerRecord(Map<String, List<Line>> starts, Map<String, List<Line>> ends) {
    /**
     * One line.
     *
     * @param attempt the attempt's number
     * @param token the attempt's token
     */
    public record Line(int attempt, long token) {}

    /** Reads the file; one that does not exist says that nothing ran. */
    public static HandlerRecord read(Path file) throws IOException {
        Map<String, List<Line>> starts = new TreeMap<>();
        Map<String, List<Line>> ends = new TreeMap<>();
        if (Files.exists(file)) {
            for (String text : Files.readAllLines(file)) {
                String[] words = text.split(" ");
                Map<String, List<Line>> target = words[0].equals("START") ? starts : ends;
                target.computeIfAbsent(words[1], id -> new ArrayList<>())
                        .add(new Line(Integer.parseInt(words[2]), Long.parseLong(words[3])));
            }
        }
        return new HandlerRecord(starts, ends);
    }
}
