package dev.takt.intake;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.EJB;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Takes submissions from the queue {@code takt.submit}: JSON text messages of the same form as in
 * {@code POST /api/v1/tasks}.
 *
 * <pre>
 *   what waits in the queue ─▶ a group: each is submitted as it is read ─▶ all have their answers ─▶ one commit: all are gone
 *                                                                   └─ one has none ─▶ rolled back, delivered again later
 * </pre>
 *
 * Acknowledged in groups: the broker syncs its journal for each transaction, and a message-driven bean has one for each
 * message, begun and ended by the server's transaction manager, which cost several times what the submission does. A
 * group is what had come in, so it grows with the load, and a single message waits for no other. What becomes of a
 * message is {@link Delivery}'s; one that comes again makes no second task, so a group may safely come again as a whole.
 */
@Singleton
@Startup
@DependsOn("Pulse")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class SubmissionListener {
    private static final Logger LOG = Logger.getLogger(SubmissionListener.class);

    /** While some wait for the owner's commit or the broker's, another gathers. */
    private static final int LISTENERS = 4;

    /** As many as make a transaction's own cost small beside theirs; all come again when one has no answer. */
    private static final int GROUP_MAX = 100;

    /** How much text a group may have: few megabytes for all listeners. */
    private static final long GROUP_CHARS_MAX = 1 << 20;

    /** How soon a listener notices that it shall stop. */
    private static final long WAIT_MILLIS = 500;

    private static final long RECONNECT_MILLIS = 1_000;

    /** A listener that stops ends its group first, for which the owner's answer is waited for. */
    private static final long STOP_MILLIS = 2_000;

    @Inject
    private Intake intake;

    @EJB
    private SubmissionReplies replies;

    @Resource(lookup = "java:/ConnectionFactory")
    private ConnectionFactory factory;

    @Resource(lookup = "java:/jms/queue/takt.submit")
    private Queue submissions;

    @Resource(lookup = "java:/jms/queue/takt.dead")
    private Queue dead;

    @Resource
    private ManagedThreadFactory threads;

    private final List<Thread> listeners = new ArrayList<>();
    private volatile boolean stopping;

    @PostConstruct
    void begin() {
        for (int number = 1; number <= LISTENERS; number++) {
            Thread listener = threads.newThread(this::listen);
            listener.setName("takt-submissions-" + number);
            listeners.add(listener);
            listener.start();
        }
    }

    /** Before the owners end: what was taken is answered, the rest stays with the broker. */
    @PreDestroy
    void end() {
        stopping = true;
        try {
            for (Thread listener : listeners) {
                listener.join(STOP_MILLIS);
                listener.interrupt();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen() {
        boolean reachable = true;
        while (!stopping) {
            try (Connection connection = factory.createConnection();
                    Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                    MessageConsumer consumer = session.createConsumer(submissions);
                    MessageProducer burial = session.createProducer(dead)) {
                connection.start();
                reachable = true;
                while (!stopping) {
                    take(session, consumer, burial);
                }
            } catch (JMSException | RuntimeException failure) {
                if (reachable && !stopping) {
                    LOG.warnf(failure, "Submissions by JMS must wait; the broker is asked again every second.");
                }
                reachable = false;
                pause();
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(stopping ? 0 : RECONNECT_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            stopping = true;
        }
    }

    /** One group, if there is any: whatever prevents its commit brings it back. */
    private void take(Session session, MessageConsumer consumer, MessageProducer burial) throws JMSException {
        Message next = consumer.receive(WAIT_MILLIS);
        List<Delivery> group = new ArrayList<>();
        long chars = 0;
        while (next != null) {
            Delivery delivery = new Delivery(next, replies, burial);
            chars += delivery.submit(intake);
            group.add(delivery);
            next = group.size() < GROUP_MAX && chars < GROUP_CHARS_MAX ? consumer.receiveNoWait() : null;
        }
        boolean settled = true;
        for (Delivery delivery : group) {
            settled &= delivery.settle();
        }
        if (group.isEmpty()) {
            return;
        }
        if (settled) {
            session.commit();
        } else {
            session.rollback();
        }
    }
}
