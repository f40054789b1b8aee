package dev.takt.api.board;

import dev.takt.api.Handles;
import dev.takt.api.TaktClient;
import dev.takt.api.TaskHandler;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.AfterDeploymentValidation;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.BeforeShutdown;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessBean;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** Pins up a deployment's handlers when it starts, gives it a {@link TaktClient} to inject, and takes the handlers down when it stops. */
public class TaktExtension implements Extension {
    private static final Logger LOG = Logger.getLogger(TaktExtension.class);

    private final List<Bean<?>> handlers = new ArrayList<>();
    private final List<HandlerBoard.Registration> registrations = new ArrayList<>();
    private boolean hasClient;
    private ClassLoader deployment;

    void find(@Observes ProcessBean<?> found) {
        Bean<?> bean = found.getBean();
        hasClient |= bean.getTypes().contains(TaktClient.class);
        if (!found.getAnnotated().isAnnotationPresent(Handles.class)) {
            return;
        }
        String name = found.getAnnotated().getAnnotation(Handles.class).value();
        if (!bean.getTypes().contains(TaskHandler.class)) {
            found.addDefinitionError(new IllegalStateException(
                    bean.getBeanClass().getName() + " is @Handles(\"" + name + "\") but has no bean type "
                            + TaskHandler.class.getName() + "; let it implement that interface."));
        } else if (!name.matches("[A-Za-z0-9._-]{1,100}")) {
            found.addDefinitionError(
                    new IllegalStateException(bean.getBeanClass().getName() + " is @Handles(\"" + name
                            + "\"); a handler's name has 1 to 100 characters of A-Z a-z 0-9 . _ -"));
        } else {
            handlers.add(bean);
        }
    }

    void addClient(@Observes AfterBeanDiscovery discovery) {
        if (!hasClient) {
            discovery
                    .<TaktClient>addBean()
                    .beanClass(LocalClient.class)
                    .types(TaktClient.class, Object.class)
                    .scope(ApplicationScoped.class)
                    .id(LocalClient.class.getName())
                    .createWith(context -> new LocalClient());
        }
    }

    void pinUp(@Observes AfterDeploymentValidation validated, BeanManager beans) {
        deployment = Thread.currentThread().getContextClassLoader();
        String name = nameOf(deployment);
        for (Bean<?> bean : handlers) {
            Handles handles = bean.getBeanClass().getAnnotation(Handles.class);
            HandlerBoard.Registration registration = new HandlerBoard.Registration(
                    handles.value(),
                    new LateHandler(beans, bean),
                    name,
                    bean.getBeanClass().getClassLoader());
            try {
                HandlerBoard.shared().add(registration);
                registrations.add(registration);
                LOG.infof("Handler '%s' of '%s' is ready.", handles.value(), name);
            } catch (IllegalStateException refused) {
                LOG.error(refused.getMessage());
            }
        }
    }

    void takeDown(@Observes BeforeShutdown shutdown) {
        registrations.forEach(HandlerBoard.shared()::remove);
        for (HandlerBoard.Registration registration : registrations) {
            ((LateHandler) registration.handler()).release();
            Binding.forget(registration.classLoader());
        }
        if (deployment != null) {
            Binding.forget(deployment);
        }
    }

    /** WildFly names the class loaders of deployments after them: {@code deployment.samples.war}. */
    static String nameOf(ClassLoader loader) {
        String text = String.valueOf(loader);
        int start = text.indexOf("deployment.");
        if (start < 0) {
            return text;
        }
        int end = start;
        while (end < text.length() && "\" ,@]".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return text.substring(start + "deployment.".length(), end);
    }
}
