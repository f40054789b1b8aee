package dev.takt.web.api;

import io.undertow.servlet.ServletExtension;
import io.undertow.servlet.api.DeploymentInfo;
import jakarta.servlet.ServletContext;

/** Lays the {@link ShortWay} before the application; found by its name in {@code META-INF/services}. */
public class ShortWayExtension implements ServletExtension {
    @Override
    public void handleDeployment(DeploymentInfo deployment, ServletContext context) {
        ShortWay way = new ShortWay(context.getContextPath());
        context.setAttribute(ShortWay.class.getName(), way);
        deployment.addInitialHandlerChainWrapper(way);
    }
}
