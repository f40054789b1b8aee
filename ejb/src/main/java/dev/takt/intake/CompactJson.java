package dev.takt.intake;

import java.nio.charset.StandardCharsets;

/** Takes the white space out of well-formed JSON, byte by byte, leaving every number and string as it was written. */
final class CompactJson {
    private CompactJson() {}

    /** The text from {@code start} to before {@code end}, without white space between its tokens. */
    static String text(byte[] json, int start, int end) {
        int space = firstSpace(json, start, end);
        if (space == end) {
            return new String(json, start, end - start, StandardCharsets.UTF_8);
        }
        byte[] compact = new byte[end - start];
        int length = space - start;
        System.arraycopy(json, start, compact, 0, length);
        boolean quoted = false;
        for (int i = space; i < end; i++) {
            byte b = json[i];
            if (quoted) {
                compact[length++] = b;
                if (b == '\\') {
                    compact[length++] = json[++i];
                } else if (b == '"') {
                    quoted = false;
                }
            } else if (!isSpace(b)) {
                compact[length++] = b;
                quoted = b == '"';
            }
        }
        return new String(compact, 0, length, StandardCharsets.UTF_8);
    }

    /** The first white space outside a string; {@code end} when there is none. */
    private static int firstSpace(byte[] json, int start, int end) {
        boolean quoted = false;
        for (int i = start; i < end; i++) {
            byte b = json[i];
            if (quoted) {
                if (b == '\\') {
                    i++;
                } else if (b == '"') {
                    quoted = false;
                }
            } else if (b == '"') {
                quoted = true;
            } else if (isSpace(b)) {
                return i;
            }
        }
        return end;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
