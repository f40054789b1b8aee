package dev.takt.web.health;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.enterprise.inject.spi.InjectionPoint;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.Readiness;

/**
 * A readiness check as WildFly's health subsystem can find it. The subsystem looks for beans from a module of its own,
 * which sees the beans of a plain WAR, but none of an EAR's parts. So this bean says that it is of the specification's
 * module, which the subsystem does see, and passes the question on.
 */
final class ShownCheck implements Bean<HealthCheck> {
    private final BeanManager beans;
    private final Class<? extends HealthCheck> check;

    /** @param beans of the part of the EAR that has the check */
    ShownCheck(BeanManager beans, Class<? extends HealthCheck> check) {
        this.beans = beans;
        this.check = check;
    }

    /** Decides which module's bean this is: that of {@link HealthCheck}. */
    @Override
    public Class<?> getBeanClass() {
        return HealthCheck.class;
    }

    @Override
    public HealthCheck create(CreationalContext<HealthCheck> context) {
        return () -> beans.createInstance().select(check).get().call();
    }

    @Override
    public void destroy(HealthCheck instance, CreationalContext<HealthCheck> context) {
        context.release();
    }

    @Override
    public Set<Type> getTypes() {
        return Set.of(HealthCheck.class, Object.class);
    }

    @Override
    public Set<Annotation> getQualifiers() {
        return Set.of(Readiness.Literal.INSTANCE, Any.Literal.INSTANCE);
    }

    @Override
    public Class<? extends Annotation> getScope() {
        return Dependent.class;
    }

    @Override
    public String getName() {
        return null;
    }

    @Override
    public Set<Class<? extends Annotation>> getStereotypes() {
        return Set.of();
    }

    @Override
    public boolean isAlternative() {
        return false;
    }

    @Override
    public Set<InjectionPoint> getInjectionPoints() {
        return Set.of();
    }
}
