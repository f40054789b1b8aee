package dev.takt.samples.accesslog;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Reads the end of a text file line by line, in constant memory. */
final class LogTail {
    private static final int BUFFER_BYTES = 64 * 1_024;

    private LogTail() {}

    /**
     * Gives each line of the last {@code bytesMax} bytes to {@code lines}, first to last. A line that the limit cuts is
     * left out; one that is longer than {@link LogLine#LENGTH_MAX} is handed over cut, so that it is seen as malformed.
     *
     * @return how many bytes at the beginning of the file were not read
     */
    static long read(Path file, long bytesMax, Consumer<String> lines) throws IOException {
        long skip = Math.max(0, Files.size(file) - bytesMax);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
            in.skipNBytes(skip);
            boolean whole = skip == 0;
            long left = bytesMax;
            ByteArrayOutputStream line = new ByteArrayOutputStream(512);
            for (int b = in.read(); b >= 0 && left > 0; b = in.read(), left--) {
                if (b != '\n') {
                    if (line.size() <= LogLine.LENGTH_MAX) {
                        line.write(b);
                    }
                    continue;
                }
                if (whole && line.size() > 0) {
                    lines.accept(line.toString(StandardCharsets.UTF_8));
                }
                whole = true;
                line.reset();
            }
        }
        return skip;
    }
}
