package dev.takt.server;

import java.util.Map;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One cluster of three nodes for all classes that ask for it ({@code @ExtendWith(SharedCluster.class)} and a parameter of type
 * {@link ClusterUnderTest}): started at the first, stopped after the last, and brought back to three nodes before each test.
 */
public final class SharedCluster implements ParameterResolver, BeforeEachCallback {
    private static final int NODES = 3;
    private static final String KEY = "cluster";

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        cluster(context).heal();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == ClusterUnderTest.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return cluster(context);
    }

    /** JUnit closes what is in the root's store when everything is done. */
    private static ClusterUnderTest cluster(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(SharedCluster.class))
                .getOrComputeIfAbsent(KEY, key -> start(), ClusterUnderTest.class);
    }

    private static ClusterUnderTest start() {
        try {
            return ClusterUnderTest.start("cluster", NODES, Map.of());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the cluster started", e);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
