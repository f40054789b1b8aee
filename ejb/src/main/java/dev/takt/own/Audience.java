package dev.takt.own;

import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.management.CoreNotificationType;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.jms.client.ActiveMQDestination;
import org.apache.activemq.artemis.jms.client.ActiveMQSession;
import org.jboss.logging.Logger;

/**
 * Whether a topic has subscribers. JMS does not tell; Artemis does: it sends a notification when a subscription is made,
 * and answers the question. Ends with its session.
 */
final class Audience {
    private static final Logger LOG = Logger.getLogger(Audience.class);
    private static final SimpleString NOTIFICATIONS = SimpleString.of("activemq.notifications");

    /** Subscriptions that end are no hurry: what is sent to nobody is only work in vain. */
    private static final long ASK_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ClientSession broker;
    private final SimpleString address;
    private final AtomicLong arrivals = new AtomicLong();
    private volatile boolean present = true;
    private long askAtNanos;

    /** @param session for nothing else; its connection is started afterwards */
    Audience(Session session, Destination topic) throws JMSException {
        broker = ((ActiveMQSession) session).getCoreSession();
        address = ((ActiveMQDestination) topic).getSimpleAddress();
        askAtNanos = System.nanoTime();
        SimpleString queue = SimpleString.of("takt.audience." + UUID.randomUUID());
        try {
            broker.createQueue(QueueConfiguration.of(queue)
                    .setAddress(NOTIFICATIONS)
                    .setRoutingType(RoutingType.MULTICAST)
                    .setFilterString(SimpleString.of(
                            ManagementHelper.HDR_NOTIFICATION_TYPE + " = '" + CoreNotificationType.BINDING_ADDED + "'"))
                    .setDurable(false)
                    .setTemporary(true));
            ClientConsumer notifications = broker.createConsumer(queue);
            notifications.setMessageHandler(this::note);
        } catch (ActiveMQException failure) {
            throw failed(failure);
        }
    }

    private void note(ClientMessage notification) {
        if (address.equals(notification.getSimpleStringProperty(ManagementHelper.HDR_ADDRESS))) {
            arrivals.incrementAndGet();
            present = true;
        }
        try {
            notification.acknowledge();
        } catch (ActiveMQException failure) {
            LOG.debugf(failure, "A notification of the broker's could not be acknowledged; its connection is over.");
        }
    }

    /** Asks whether anybody is still there, now and then; for one thread. */
    void ask() throws JMSException {
        long now = System.nanoTime();
        if (now < askAtNanos) {
            return;
        }
        askAtNanos = now + ASK_NANOS;
        long before = arrivals.get();
        try {
            boolean any = !broker.addressQuery(address).getQueueNames().isEmpty();
            // Whoever came while the question was under way is not in the answer.
            present = any || arrivals.get() != before;
        } catch (ActiveMQException failure) {
            throw failed(failure);
        }
    }

    /** Whether there is a subscriber, as far as is known. */
    boolean isPresent() {
        return present;
    }

    private static JMSException failed(ActiveMQException failure) {
        JMSException explained = new JMSException("Whether the topic has subscribers cannot be found out: " + failure);
        explained.initCause(failure);
        return explained;
    }
}
