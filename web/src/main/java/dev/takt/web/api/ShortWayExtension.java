package dev.takt.web.api;

import dev.takt.web.access.Antechamber;
import io.undertow.servlet.ServletExtension;
import io.undertow.servlet.api.DeploymentInfo;
import jakarta.servlet.ServletContext;

/** Lays the {@link ShortWay} before the application, and the {@link Antechamber} before all that does not take it; found by its name in {@code META-INF/services}. */
public class ShortWayExtension implements ServletExtension {
    @Override
    public void handleDeployment(DeploymentInfo deployment, ServletContext context) {
        ShortWay way = new ShortWay(context.getContextPath());
        context.setAttribute(ShortWay.class.getName(), way);
        // The later one is the outer one: submissions of who is known need not wait where all others do.
        deployment.addInitialHandlerChainWrapper(new Antechamber());
        deployment.addInitialHandlerChainWrapper(way);
    }
}
