package dev.takt.api.board;

import dev.takt.api.board.JobBoard.Declaration;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessManagedBean;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Finds the jobs that a deployment declares in {@code META-INF/takt-jobs.json} and pins them to the {@link JobBoard}
 * while it is deployed. The file is an array of <code>{"name": "...", "definition": {...}}</code>, the definition as in
 * {@code PUT /api/v1/jobs/{name}}. One expression is known in it: <code>${takt.node.management}</code>, the management
 * address of the node that registers the job, such as {@code http://127.0.0.1:9990}.
 *
 * <p>A deployment may be an EAR with modules that have a file each: they are found beside the beans, by class loader.
 */
public class JobFileExtension implements Extension {
    /** Where a deployment declares jobs. */
    public static final String FILE = "META-INF/takt-jobs.json";

    /** A larger file is a mistake. */
    private static final int FILE_MAX_BYTES = 1 << 20;

    private static final Logger LOG = Logger.getLogger(JobFileExtension.class);

    private final Set<ClassLoader> modules = new LinkedHashSet<>();
    private final Set<ClassLoader> declared = new HashSet<>();

    void remember(@Observes ProcessManagedBean<?> bean) {
        ClassLoader loader = bean.getAnnotatedBeanClass().getJavaClass().getClassLoader();
        if (loader != null) {
            modules.add(loader);
        }
    }

    void declare(@Observes AfterDeploymentValidation validated) {
        modules.add(Thread.currentThread().getContextClassLoader());
        Set<String> seen = new HashSet<>();
        for (ClassLoader module : modules) {
            URL file = module.getResource(FILE);
            // A module sees the files of the modules that it depends on: each file counts once.
            if (file != null && seen.add(file.toExternalForm())) {
                declare(module, file);
            }
        }
        modules.clear();
    }

    private void declare(ClassLoader module, URL file) {
        String deployment = TaktExtension.nameOf(module);
        try (InputStream in = file.openStream()) {
            byte[] bytes = in.readNBytes(FILE_MAX_BYTES + 1);
            if (bytes.length > FILE_MAX_BYTES) {
                LOG.errorf(
                        "%s of deployment '%s' is longer than %d bytes and is not read; divide the deployment.",
                        FILE, deployment, FILE_MAX_BYTES);
                return;
            }
            JobBoard.shared().add(module, new Declaration(deployment, new String(bytes, StandardCharsets.UTF_8)));
            declared.add(module);
        } catch (IOException failure) {
            LOG.errorf(failure, "%s of deployment '%s' cannot be read; its jobs are not made.", FILE, deployment);
        }
    }

    void withdraw(@Observes BeforeShutdown stopping) {
        declared.forEach(JobBoard.shared()::remove);
        declared.clear();
    }
}
