package dev.takt.api.board;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Which jobs the deployments of this node declare. {@link JobFileExtension} pins them up; Takt registers them. */
public final class JobBoard {
    private static final JobBoard SHARED = new JobBoard();

    private final Map<ClassLoader, Declaration> declarations = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /**
     * What a deployment declares.
     *
     * @param deployment its name, for people
     * @param json the text of its file
     */
    public record Declaration(String deployment, String json) {}

    /** The board that all deployments of this server share. */
    public static JobBoard shared() {
        return SHARED;
    }

    /** Pins a declaration up; one for each class loader. */
    void add(ClassLoader deployment, Declaration declaration) {
        declarations.put(deployment, declaration);
        listeners.forEach(Runnable::run);
    }

    void remove(ClassLoader deployment) {
        declarations.remove(deployment);
    }

    /** All that is declared now. */
    public List<Declaration> declarations() {
        return List.copyOf(declarations.values());
    }

    /**
     * Has a listener called after each new declaration, until the returned value is run. The board outlives
     * deployments, so a listener that is not removed would hold on to its own.
     */
    public Runnable listen(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
