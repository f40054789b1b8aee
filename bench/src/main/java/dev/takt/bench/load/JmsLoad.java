package dev.takt.bench.load;

import dev.takt.bench.workload.Entrance;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Queue;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * Takt over JMS with Artemis' own client, as README's "JMS" says: persistent messages, {@value #SESSIONS} sessions, each
 * with a thread and a connection, each send waiting until the broker has the message on its disk.
 */
final class JmsLoad implements Entrance {
    private static final int SESSIONS = 16;

    private final List<JMSContext> sessions = new ArrayList<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);
    private final ActiveMQConnectionFactory factory;

    JmsLoad(URI server, String user, String password) {
        factory = new ActiveMQConnectionFactory("tcp://" + server.getHost() + ":" + server.getPort()
                + "?httpUpgradeEnabled=true&httpUpgradeEndpoint=http-acceptor");
        for (int session = 0; session < SESSIONS; session++) {
            sessions.add(factory.createContext(user, password));
        }
    }

    @Override
    public void enqueue(long first, int tasks) throws Exception {
        AtomicLong next = new AtomicLong(first);
        List<Future<?>> senders = new ArrayList<>();
        for (JMSContext session : sessions) {
            senders.add(threads.submit(() -> {
                Queue queue = queue(session);
                JMSProducer producer = session.createProducer();
                for (long number = next.getAndIncrement(); number < first + tasks; number = next.getAndIncrement()) {
                    producer.send(queue, RestLoad.task(number));
                }
            }));
        }
        for (Future<?> sender : senders) {
            sender.get();
        }
    }

    @Override
    public void enqueueOne(long number) {
        JMSContext session = sessions.get(0);
        session.createProducer().send(queue(session), RestLoad.task(number));
    }

    private static Queue queue(JMSContext session) {
        return session.createQueue("jms.queue.takt.submit");
    }
}
