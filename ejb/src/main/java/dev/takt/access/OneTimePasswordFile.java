package dev.takt.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Where the first administrator's one-time password stands until it was used: a file in the server's data folder that
 * only the server's user can read. It goes when the password has been changed.
 */
@ApplicationScoped
public class OneTimePasswordFile {
    private static final String NAME = "first-administrator.txt";
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private Path folder;
    private Users users;

    /** For the container. */
    protected OneTimePasswordFile() {}

    @Inject
    OneTimePasswordFile(Users users) {
        this(Path.of(System.getProperty("jboss.server.data.dir", "."), "takt"), users);
    }

    OneTimePasswordFile(Path folder, Users users) {
        this.folder = folder;
        this.users = users;
    }

    Path path() {
        return folder.resolve(NAME);
    }

    /** Writes name and password, one per line. */
    void write(String name, String password) {
        try {
            Files.createDirectories(folder);
            Files.deleteIfExists(path());
            if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                Files.createFile(path(), PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            }
            Files.writeString(path(), name + System.lineSeparator() + password + System.lineSeparator());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The first administrator's password cannot be written to " + path()
                            + "; make the folder writable, or set TAKT_ADMIN_PASSWORD.",
                    e);
        }
    }

    /** Removes the file once the password in it opens nothing any more. */
    void removeIfUsed() {
        if (!Files.exists(path())) {
            return;
        }
        boolean waiting =
                users.find(FirstAdministrator.NAME).filter(Account::mustChange).isPresent();
        if (!waiting) {
            try {
                Files.deleteIfExists(path());
            } catch (IOException e) {
                throw new UncheckedIOException("Delete " + path() + " by hand; it is of no use any more.", e);
            }
        }
    }

    void userChanged(@Observes Users.Changed event) {
        if (event.user().equals(FirstAdministrator.NAME)) {
            removeIfUsed();
        }
    }
}
