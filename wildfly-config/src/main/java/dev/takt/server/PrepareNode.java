package dev.takt.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Makes a node's folder anew, without the data of a former life. */
public final class PrepareNode {
    /**
     * Prepares.
     *
     * @param arguments the provisioned WildFly, the node's folder (deleted first), then the files to deploy
     */
    public static void main(String... arguments) throws IOException {
        NodeFolder folder = new NodeFolder(Path.of(arguments[1]));
        Provision.delete(folder.path());
        folder.prepare(
                Path.of(arguments[0]),
                Arrays.stream(arguments).skip(2).map(Path::of).toArray(Path[]::new));
    }

    private PrepareNode() {}
}
