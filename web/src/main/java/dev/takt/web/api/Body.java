package dev.takt.web.api;

import dev.takt.api.TaktException;
import java.io.IOException;
import java.io.InputStream;

/** Reads a request's body up to a bound. */
final class Body {
    /**
     * A batch of a thousand usual tasks is well under 1 MB; some thirty with the largest payloads fit too, and a small
     * heap holds a few such bodies. Below the listener's own bound (9 MiB, in {@code web.cli}), which cuts the connection
     * instead of answering.
     */
    static final int BYTES_MAX = 8 * 1024 * 1024;

    private Body() {}

    /**
     * The whole body; empty when there is none.
     *
     * @throws TaktException.TooLarge when it exceeds {@value #BYTES_MAX} bytes
     */
    static byte[] read(InputStream stream) {
        try {
            byte[] bytes = stream.readNBytes(BYTES_MAX);
            if (bytes.length == BYTES_MAX && stream.read() >= 0) {
                throw new TaktException.TooLarge(
                        "",
                        "The body has more than " + BYTES_MAX + " bytes, which is the limit; send fewer tasks at once,"
                                + " or keep large data elsewhere and send where it is.");
            }
            return bytes;
        } catch (IOException cutOff) {
            throw new TaktException.Invalid("", "The body ended before it was complete; send it again.");
        }
    }
}
