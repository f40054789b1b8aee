package dev.takt.own;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Stub. */
@ApplicationScoped
public class EventPublisher {
    public void publish(List<TaskEvent> events) {}
}
