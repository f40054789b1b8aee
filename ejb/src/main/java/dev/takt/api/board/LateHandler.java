package dev.takt.api.board;

import dev.takt.api.TaskContext;
import dev.takt.api.TaskHandler;
import dev.takt.api.TaskResult;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;

/**
 * A handler bean that is looked up when the first task needs it: when its deployment is validated, the resources that
 * it injects may not be there yet. A bean of scope {@code @Dependent} lives as long as its deployment.
 */
final class LateHandler implements TaskHandler {
    private final BeanManager beans;
    private final Bean<?> bean;
    private CreationalContext<?> context;
    private volatile TaskHandler reference;

    LateHandler(BeanManager beans, Bean<?> bean) {
        this.beans = beans;
        this.bean = bean;
    }

    @Override
    public TaskResult handle(TaskContext task) throws Exception {
        TaskHandler known = reference;
        return (known == null ? find() : known).handle(task);
    }

    private synchronized TaskHandler find() {
        if (reference == null) {
            context = beans.createCreationalContext(bean);
            reference = (TaskHandler) beans.getReference(bean, TaskHandler.class, context);
        }
        return reference;
    }

    synchronized void release() {
        if (context != null) {
            context.release();
            context = null;
            reference = null;
        }
    }
}
