package dev.takt.api.board;

import dev.takt.api.TaskHandler;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Which handlers are on this node. Deployments pin them up and take them down; the worker looks them up. */
public final class HandlerBoard {
    private static final HandlerBoard SHARED = new HandlerBoard();

    private final Map<String, Registration> registrations = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /**
     * A handler that is on the board.
     *
     * @param name its name, unique on the node
     * @param handler what performs the tasks; called by many threads at once
     * @param deployment the name of the deployment that it came with, for people
     * @param classLoader the deployment's, which is the context class loader while the handler works
     */
    public record Registration(String name, TaskHandler handler, String deployment, ClassLoader classLoader) {}

    /** The board that all deployments of this server share. */
    public static HandlerBoard shared() {
        return SHARED;
    }

    /**
     * Pins a handler up.
     *
     * @throws IllegalStateException when the name is taken
     */
    public void add(Registration registration) {
        Registration first = registrations.putIfAbsent(registration.name(), registration);
        if (first != null) {
            throw new IllegalStateException("Handler '" + registration.name() + "' of deployment '"
                    + registration.deployment() + "' is refused: deployment '" + first.deployment()
                    + "' has a handler of this name already. A name belongs to one deployment per node; rename one of"
                    + " them, or undeploy the other first.");
        }
        tell();
    }

    /** Takes a handler down, unless another has taken its place. */
    public void remove(Registration registration) {
        if (registrations.remove(registration.name(), registration)) {
            tell();
        }
    }

    /** The handler of a name, if it is here. */
    public Optional<Registration> find(String name) {
        return Optional.ofNullable(registrations.get(name));
    }

    /** The names of all handlers that are here. */
    public Set<String> names() {
        return new TreeSet<>(registrations.keySet());
    }

    /**
     * Has a listener called after each change, until the returned value is run. The board outlives deployments, so a
     * listener that is not removed would hold on to its own.
     */
    public Runnable listen(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void tell() {
        listeners.forEach(Runnable::run);
    }
}
