package dev.takt.work;

/** The lines that a handler writes about one attempt, up to a limit. */
final class AttemptLog {
    /** What is kept with an attempt, in characters: enough to tell a story, too little to be a log store. */
    static final int CHARS_MAX = 64 * 1024;

    private static final String CUT = "… (cut: the log of an attempt is kept up to 64 KiB)\n";

    private StringBuilder lines;
    private boolean full;

    synchronized void add(String line) {
        if (full) {
            return;
        }
        if (lines == null) {
            lines = new StringBuilder();
        }
        String clean = Text.storable(String.valueOf(line));
        int room = CHARS_MAX - CUT.length() - lines.length();
        if (clean.length() + 1 <= room) {
            lines.append(clean).append('\n');
        } else {
            full = true;
            lines.append(clean, 0, Math.max(0, Math.min(clean.length(), room))).append(CUT);
        }
    }

    /** All lines; null when there are none. */
    synchronized String text() {
        return lines == null ? null : lines.toString();
    }
}
