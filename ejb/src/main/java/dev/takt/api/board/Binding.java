package dev.takt.api.board;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * JSON Binding, one instance for each deployment. An instance remembers the classes that it has bound, so one for all
 * would hold on to every deployment that ever was; these are told apart by the thread's context class loader, held
 * softly, and dropped when the deployment stops.
 */
public final class Binding {
    private static final Map<ClassLoader, SoftReference<Jsonb>> INSTANCES = new WeakHashMap<>();

    private Binding() {}

    /** The instance of the deployment that the present thread works for. */
    public static Jsonb jsonb() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader deployment = context != null ? context : ClassLoader.getSystemClassLoader();
        synchronized (INSTANCES) {
            SoftReference<Jsonb> held = INSTANCES.get(deployment);
            Jsonb jsonb = held == null ? null : held.get();
            if (jsonb == null) {
                jsonb = JsonbBuilder.create();
                INSTANCES.put(deployment, new SoftReference<>(jsonb));
            }
            return jsonb;
        }
    }

    /** Drops a deployment's instance. */
    static void forget(ClassLoader deployment) {
        synchronized (INSTANCES) {
            INSTANCES.remove(deployment);
        }
    }
}
