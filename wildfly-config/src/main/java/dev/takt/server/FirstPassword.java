package dev.takt.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How one signs in after a start: says the administrator's one-time password once, then forgets it. */
final class FirstPassword {
    private FirstPassword() {}

    /**
     * One line for the block that a launcher prints.
     *
     * @param folders the nodes' folders; the one that started on the empty database has the password
     * @param firstStart whether nothing was there before
     */
    static String line(List<NodeFolder> folders, boolean firstStart) throws IOException {
        String given = System.getenv("TAKT_ADMIN_PASSWORD");
        if (given != null && !given.isEmpty()) {
            return "admin, with the password in TAKT_ADMIN_PASSWORD";
        }
        for (NodeFolder folder : folders) {
            Path file = folder.firstAdministrator();
            if (Files.exists(file)) {
                // The user's name, then the password, a line each.
                List<String> lines = Files.readAllLines(file);
                String password = lines.get(lines.size() - 1).trim();
                Files.delete(file);
                return "admin, one-time password  " + password + "  (shown only now; you then choose your own)";
            }
        }
        return firstStart
                ? "admin, with the password of an earlier start on this database"
                : "admin, with the password that you chose at an earlier start";
    }
}
