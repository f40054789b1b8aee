package dev.takt.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;

/**
 * What waits to be sent to one node, and the thread that sends it: a node that does not take what it is sent holds up
 * nobody else. While one frame is on its way the next one fills, so that frames grow with the load.
 */
final class Outbox implements Runnable {
    private static final Logger LOG = Logger.getLogger(Outbox.class);

    /** How much may wait: some seconds of the highest throughput. */
    static final long WAITING_BYTES_MAX = 32L << 20;

    /** How large a frame may become, unless one message is larger. */
    static final int FRAME_BYTES_MAX = 256 << 10;

    /** Sends a frame of written messages; may block. */
    @FunctionalInterface
    interface Sender {
        void send(List<byte[]> messages) throws Exception;
    }

    private final Sender sender;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final ArrayDeque<byte[]> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private boolean closed;

    Outbox(ThreadFactory threads, Sender sender) {
        this.sender = sender;
        Thread thread = threads.newThread(this);
        thread.setName("takt-courier");
        thread.setDaemon(true);
        thread.start();
    }

    /** False when too much waits already, or the box is closed. */
    boolean offer(byte[] message) {
        lock.lock();
        try {
            if (closed || (waitingBytes > 0 && waitingBytes + message.length > WAITING_BYTES_MAX)) {
                return false;
            }
            waiting.add(message);
            waitingBytes += message.length;
            arrived.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            waiting.clear();
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void run() {
        try {
            for (List<byte[]> frame = next(); frame != null; frame = next()) {
                send(frame);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(List<byte[]> frame) throws InterruptedException {
        try {
            sender.send(frame);
        } catch (InterruptedException interrupted) {
            throw interrupted;
        } catch (Exception | Error lost) {
            LOG.debugf(lost, "%d messages could not be sent.", frame.size());
        }
    }

    /** The next frame; null when the box is closed. */
    private List<byte[]> next() throws InterruptedException {
        lock.lock();
        try {
            while (!closed && waiting.isEmpty()) {
                arrived.await();
            }
            if (closed) {
                return null;
            }
            List<byte[]> frame = new ArrayList<>();
            int bytes = 0;
            while (!waiting.isEmpty() && (bytes == 0 || bytes + waiting.peek().length <= FRAME_BYTES_MAX)) {
                byte[] message = waiting.poll();
                bytes += message.length;
                frame.add(message);
            }
            waitingBytes -= bytes;
            return frame;
        } finally {
            lock.unlock();
        }
    }
}
