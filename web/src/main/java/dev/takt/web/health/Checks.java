package dev.takt.web.health;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.AfterBeanDiscovery;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.Extension;

/** Shows this package's checks to WildFly; see {@link ShownCheck}. */
public class Checks implements Extension {
    void show(@Observes AfterBeanDiscovery discovery, BeanManager beans) {
        discovery.addBean(new ShownCheck(beans, OwnerHealth.class));
        discovery.addBean(new ShownCheck(beans, WorkerHealth.class));
    }
}
