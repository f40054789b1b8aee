package dev.takt.cluster;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jgroups.fork.ForkChannel;

/**
 * The nodes that JGroups sees, and the way to them: a channel of Takt's own beside those of the server, on the same
 * connections. What it believes is a hint: it starts what the record then decides.
 */
@ApplicationScoped
public class Group implements Courier {
    private static final Logger LOG = Logger.getLogger(Group.class);
    private static final String NAME = "takt";

    @Resource(lookup = "java:jboss/jgroups/channel/default")
    private JChannel serverChannel;

    @Resource
    private ManagedThreadFactory threads;

    @Inject
    private NodeIdentity self;

    private final Map<Address, Outbox> outboxes = new ConcurrentHashMap<>();
    private final Acquaintances<Address> nodes = new Acquaintances<>();
    private volatile ForkChannel channel;
    private volatile Listener listener;

    /** Who is told what the group says. Called by JGroups' threads, and must not block. */
    public interface Listener {
        void heard(String from, Message message);

        /** A node is not in the group any more: it may be dead, or cut off. */
        void lost(String node);

        /** The group changed. */
        void changed();
    }

    /** Joins; what is heard before is lost. */
    public synchronized void join(Listener who) {
        if (channel != null) {
            return;
        }
        listener = who;
        try {
            ForkChannel fork = new ForkChannel(serverChannel, NAME, NAME);
            fork.setReceiver(new Ears());
            channel = fork;
            fork.connect(NAME);
            see(fork.getView());
        } catch (Exception failure) {
            throw new IllegalStateException("The group of nodes cannot be joined: " + failure.getMessage(), failure);
        }
    }

    /** Leaves; what waits to be sent is dropped. */
    @PreDestroy
    public synchronized void leave() {
        if (channel != null) {
            channel.close();
            channel = null;
            outboxes.values().forEach(Outbox::close);
            outboxes.clear();
        }
    }

    @Override
    public boolean send(String node, Message message) {
        Address address = nodes.address(node);
        return address != null && send(address, MessageFormat.write(message));
    }

    @Override
    public void sendToAll(Message message) {
        byte[] written = MessageFormat.write(message);
        for (Address member : nodes.members()) {
            send(member, written);
        }
    }

    private boolean send(Address member, byte[] written) {
        Outbox outbox = outboxes.get(member);
        return outbox != null && outbox.offer(written);
    }

    @Override
    public boolean reaches(String node) {
        return nodes.address(node) != null;
    }

    /** Whether there is anybody else. */
    public boolean hasOthers() {
        return !nodes.members().isEmpty();
    }

    /** Asks those members who they are that have not said so: what they said was lost. To be called now and then. */
    public void askForIntroductions() {
        byte[] question = null;
        for (Address member : nodes.members()) {
            if (!nodes.isKnown(member)) {
                question = question == null ? MessageFormat.write(new Message.Here(self.name(), true)) : question;
                send(member, question);
            }
        }
    }

    /** A new view: threads for those who came, none for those who went. */
    private synchronized void see(View view) {
        if (channel == null || view == null) {
            return;
        }
        Set<Address> now = new HashSet<>(view.getMembers());
        now.remove(channel.getAddress());
        Set<Address> before = nodes.members();
        List<String> lost = nodes.see(now);
        for (Address gone : before) {
            Outbox outbox = now.contains(gone) ? null : outboxes.remove(gone);
            if (outbox != null) {
                outbox.close();
            }
        }
        byte[] sender = MessageFormat.sender(self.id());
        for (Address member : now) {
            outboxes.computeIfAbsent(
                    member,
                    to -> new Outbox(
                            threads,
                            frames -> channel.send(new BytesMessage(to, MessageFormat.frame(sender, frames)))));
        }
        LOG.infof("The group has %d other nodes.", now.size());
        sendToAll(new Message.Here(self.name(), false));
        lost.forEach(listener::lost);
        listener.changed();
    }

    private final class Ears implements Receiver {
        @Override
        public void viewAccepted(View view) {
            see(view);
        }

        @Override
        public void receive(org.jgroups.Message message) {
            MessageFormat.Frame frame = MessageFormat.read(
                    message.getArray(),
                    message.getOffset(),
                    message.getLength(),
                    what -> LOG.warnf("Not understood, and left out: %s from %s.", what, message.getSrc()));
            if (frame == null || frame.sender().equals(self.id())) {
                return;
            }
            boolean known = isKnown(message.getSrc(), frame.sender());
            for (Message one : frame.messages()) {
                if (known && one instanceof Message.Here here && here.wantsAnswer()) {
                    send(frame.sender(), new Message.Here(self.name(), false));
                }
                hear(frame.sender(), one);
            }
        }

        /** Whether the sender had introduced itself before; one that is new here is told who this is. */
        private boolean isKnown(Address address, String sender) {
            Acquaintances.Met met = nodes.meet(address, sender);
            if (met instanceof Acquaintances.Met.New arrived) {
                LOG.debugf("Node %s is %s.", sender, address);
                send(sender, new Message.Here(self.name(), false));
                if (arrived.lost() != null) {
                    listener.lost(arrived.lost());
                }
            }
            return met instanceof Acquaintances.Met.Known;
        }

        /** One message that cannot be dealt with must not keep others from being heard. */
        private void hear(String from, Message message) {
            try {
                listener.heard(from, message);
            } catch (RuntimeException failure) {
                LOG.errorf(failure, "A message from node %s could not be dealt with: %s", from, message);
            }
        }
    }
}
