package dev.takt.web.api;

import dev.takt.intake.Intake;
import dev.takt.own.Suspension;
import dev.takt.web.access.ApiDoor;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;

/** Opens the {@link ShortWay} when the application is there, and closes it before it goes. */
@WebListener
public class ShortWayWarden implements ServletContextListener {
    @Inject
    private ApiDoor door;

    @Inject
    private Intake intake;

    @Inject
    private Suspension suspension;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        ServletContext context = event.getServletContext();
        way(context).open(new ShortWay.Behind(door, intake, suspension, context.getClassLoader()));
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        way(event.getServletContext()).close();
    }

    private static ShortWay way(ServletContext context) {
        return (ShortWay) context.getAttribute(ShortWay.class.getName());
    }
}
