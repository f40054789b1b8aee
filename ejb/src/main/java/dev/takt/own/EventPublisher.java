package dev.takt.own;

import dev.takt.core.pool.Decision;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Tells the topic {@code takt.events} of the ends of tasks, after their commit.
 *
 * <pre>
 *   owner ─ publish() ─▶ bounded buffer ─▶ one thread, one transacted session ─▶ topic
 *            never waits    (drops when full)    (a batch at a time)
 * </pre>
 *
 * Nothing is sent while the topic has no subscriber: to write and route a message takes longer than many a task.
 *
 * Events are a courtesy, the record is the truth: they are not persistent, and what the broker does not take while the
 * buffer is full is dropped, counted and logged. After a lost connection the batch in hand is sent again, so a
 * subscriber may see an event twice; the task's id tells.
 */
@ApplicationScoped
public class EventPublisher {
    private static final Logger LOG = Logger.getLogger(EventPublisher.class);

    /** Some seconds of the greatest load, about 20 MB. */
    private static final int BUFFER_MAX = 50_000;

    /** Large enough to share a commit's cost, small enough not to hold up the first event. */
    private static final int BATCH_MAX = 500;

    private static final long REPORT_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final long WAIT_MILLIS = 500;
    private static final long RECONNECT_MILLIS = 1_000;
    private static final long STOP_MILLIS = 2_000;

    @Resource(lookup = "java:/ConnectionFactory")
    private ConnectionFactory factory;

    @Resource(lookup = "java:/jms/topic/takt.events")
    private Topic topic;

    @Resource
    private ManagedThreadFactory threads;

    private final BlockingQueue<TaskEvent> buffer = new ArrayBlockingQueue<>(BUFFER_MAX);
    private final AtomicLong dropped = new AtomicLong();
    private final List<TaskEvent> batch = new ArrayList<>(BATCH_MAX);
    private volatile boolean stopping;
    /** Null while the broker is not known. */
    private volatile Audience audience;

    private Thread thread;
    private long reportedAt;
    private boolean reachable = true;

    @PostConstruct
    void begin() {
        reportedAt = System.nanoTime();
        thread = threads.newThread(this::run);
        thread.setName("takt-events");
        thread.start();
    }

    /** Sends what is left, for a moment. */
    @PreDestroy
    void end() {
        stopping = true;
        try {
            thread.join(STOP_MILLIS);
            thread.interrupt();
        } catch (InterruptedException interrupted) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    /** Takes events to be sent soon; never waits. Nothing is made of them while nobody listens. */
    public void publish(List<Decision.Ended> ended) {
        Audience listening = audience;
        if (listening != null && !listening.isPresent()) {
            return;
        }
        for (Decision.Ended end : ended) {
            if (!buffer.offer(TaskEvent.of(end))) {
                dropped.incrementAndGet();
            }
        }
    }

    private void run() {
        while (!isOver()) {
            try (Connection connection = factory.createConnection();
                    Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                    MessageProducer producer = session.createProducer(topic);
                    Session notifications = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
                producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
                audience = new Audience(notifications, topic);
                connection.start();
                reachable();
                send(session, producer);
            } catch (JMSException failure) {
                unreachable(failure);
            } catch (InterruptedException interrupted) {
                return;
            } catch (RuntimeException defect) {
                LOG.errorf(defect, "%d events could not be written and are dropped.", batch.size());
                batch.clear();
                // The connection may be the defect: without a pause this would spin.
                unreachable(defect);
            } finally {
                audience = null;
            }
        }
    }

    private boolean isOver() {
        return stopping && (!reachable || buffer.isEmpty());
    }

    private void send(Session session, MessageProducer producer) throws JMSException, InterruptedException {
        while (!isOver()) {
            audience.ask();
            if (batch.isEmpty()) {
                TaskEvent first = buffer.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    buffer.drainTo(batch, BATCH_MAX - 1);
                }
            }
            for (TaskEvent event : batch) {
                producer.send(EventMessage.of(event, session));
            }
            if (!batch.isEmpty()) {
                session.commit();
                batch.clear();
            }
            reportDropped();
        }
    }

    private void reachable() {
        if (!reachable) {
            reachable = true;
            LOG.info("The topic takt.events can be reached again.");
        }
    }

    private void unreachable(Exception failure) {
        if (reachable) {
            reachable = false;
            LOG.warnf(
                    "The topic takt.events cannot be reached (%s); up to %d events wait for it.",
                    failure.getMessage(), BUFFER_MAX);
        }
        reportDropped();
        try {
            Thread.sleep(RECONNECT_MILLIS);
        } catch (InterruptedException interrupted) {
            stopping = true;
        }
    }

    private void reportDropped() {
        long now = System.nanoTime();
        if (now - reportedAt < REPORT_NANOS) {
            return;
        }
        reportedAt = now;
        long lost = dropped.getAndSet(0);
        if (lost > 0) {
            LOG.warnf(
                    "%d events were dropped in the last minute, because %d waited already; the record has all ends.",
                    lost, BUFFER_MAX);
        }
    }
}
