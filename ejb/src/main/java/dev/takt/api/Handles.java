package dev.takt.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Names a {@link TaskHandler}: tasks whose {@code handler} is this name are performed by the annotated CDI bean, on
 * nodes where its deployment runs. A name is 1 to 100 characters of letters, digits, {@code . _ -}, and belongs to one
 * deployment per node; a second deployment that claims it is refused with a message in the log.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Handles {
    /** The handler's name. */
    String value();
}
