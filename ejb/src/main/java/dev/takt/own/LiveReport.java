package dev.takt.own;

import dev.takt.cluster.LivePicture;
import dev.takt.cluster.LocalNode;
import dev.takt.cluster.NodeIdentity;
import dev.takt.cluster.RunningTask;
import dev.takt.work.Running;
import dev.takt.work.Worker;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Tells the live picture, each second, what this node knows. In a thread of its own, for which nobody waits, and which
 * goes on while the server is suspended before it stops: a node that drains is still to be seen.
 */
@Singleton
@Startup
@DependsOn("Pulse")
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class LiveReport {
    private static final Logger LOG = Logger.getLogger(LiveReport.class);

    /** What people take for at once, and rare enough to cost nothing. */
    private static final Duration PERIOD = Duration.ofSeconds(1);

    @Inject
    private LivePicture picture;

    @Inject
    private LocalNode node;

    @Inject
    private NodeIdentity identity;

    @Inject
    private Worker worker;

    @Inject
    private Pools pools;

    @Resource
    private ManagedThreadFactory threads;

    private Thread thread;
    private volatile boolean stopping;

    @PostConstruct
    void begin() {
        thread = threads.newThread(this::run);
        thread.setName("takt-live");
        thread.start();
    }

    @PreDestroy
    void end() {
        stopping = true;
        thread.interrupt();
        try {
            // A report under way would tell again what is to be forgotten.
            thread.join(PERIOD.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        picture.forget(identity.id());
    }

    private void run() {
        try {
            while (!stopping) {
                report();
                Thread.sleep(PERIOD.toMillis());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void report() {
        try {
            picture.show(node.view(), running(), pools.ownedHere());
            picture.exchange();
        } catch (RuntimeException defect) {
            LOG.error("The live picture was not renewed; it is tried again.", defect);
        }
    }

    /** What has run for a period at least: shorter attempts would be over before anybody could read of them. */
    private List<RunningTask> running() {
        Instant before = Instant.now().minus(PERIOD);
        return worker.running().stream()
                .filter(one -> one.startedAt() != null && one.startedAt().isBefore(before))
                .map(this::shown)
                .toList();
    }

    private RunningTask shown(Running one) {
        return new RunningTask(
                one.task(),
                one.pool(),
                one.queue(),
                one.job(),
                one.handler(),
                identity.id(),
                one.attempt(),
                one.startedAt(),
                one.percent(),
                one.message(),
                one.cancelling());
    }
}
