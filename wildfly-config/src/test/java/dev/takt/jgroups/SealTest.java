package dev.takt.jgroups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.NAKACK4;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UNICAST4;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.stack.IpAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Plain channels with the protocols of the stack 'takt', some with the secret, some without. */
class SealTest {
    private static final String SECRET = "a secret of good length";
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** A rogue gets this long to come in: two rounds of discovery and a merge. */
    private static final Duration ROGUE_LIMIT = Duration.ofSeconds(4);

    private final List<JChannel> channels = new ArrayList<>();
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private int[] ports;

    @BeforeEach
    void reservePorts() throws Exception {
        try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket second = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ports = new int[] {first.getLocalPort(), second.getLocalPort()};
        }
    }

    @AfterEach
    void close() {
        channels.forEach(JChannel::close);
    }

    @Test
    void nodesWithTheSameSecretFormOneClusterAndTalk() throws Exception {
        JChannel first = node(0, SECRET);
        JChannel second = node(1, SECRET);
        awaitMembers(2, first, second);
        byte[] large = "x".repeat(200_000).getBytes(StandardCharsets.US_ASCII);
        second.send(new BytesMessage(null, "to all".getBytes(StandardCharsets.US_ASCII)));
        second.send(new BytesMessage(first.getAddress(), large));
        assertThat(received.poll(LIMIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo("to all");
        assertThat(received.poll(LIMIT.toSeconds(), TimeUnit.SECONDS)).hasSize(large.length);
        assertThat(seal(first).refused()).isZero();
        assertThat(seal(second).refused()).isZero();
    }

    @Test
    void nodesWithoutASecretFormAClusterOnLoopback() throws Exception {
        awaitMembers(2, node(0, null), node(1, ""));
    }

    @Test
    void aNodeWithAnotherSecretStaysOutside() throws Exception {
        JChannel inside = node(0, SECRET);
        assertThatItStaysOutside(inside, node(1, "another secret, as long"));
    }

    @Test
    void aNodeWithoutTheSecretStaysOutside() throws Exception {
        JChannel inside = node(0, SECRET);
        JChannel rogue = node(1, null);
        assertThatItStaysOutside(inside, rogue);
        rogue.send(new BytesMessage(null, "let me in".getBytes(StandardCharsets.US_ASCII)));
        assertThat(received).as("what the inside hears").isEmpty();
    }

    @Test
    void aNodeWithTheSecretDoesNotJoinAStrangersCluster() throws Exception {
        JChannel stranger = node(0, null);
        JChannel node = node(1, SECRET);
        assertThatItStaysOutside(node, stranger);
    }

    /** With one sender thread for all, what waits for a member when it leaves lets that thread turn without end. */
    @Test
    void noSenderTurnsForAMemberThatLeftWhileMessagesWaitedForIt() throws Exception {
        JChannel stays = node(0, null);
        JChannel leaves = node(1, null);
        awaitMembers(2, stays, leaves);
        AtomicLong said = new AtomicLong();
        Thread talk = new Thread(() -> say(stays, leaves.getAddress(), said));
        talk.start();
        Awaitility.await("some was said").atMost(LIMIT).until(() -> said.get() > 1_000);
        leaves.close();
        awaitMembers(1, stays);
        talk.interrupt();
        talk.join(LIMIT.toMillis());
        Awaitility.await("all senders rest")
                .during(Duration.ofMillis(500))
                .atMost(LIMIT)
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith("pd-bundler"))
                        .noneMatch(thread -> thread.getState() == Thread.State.RUNNABLE));
        assertThat(stays.getProtocolStack().getTransport().getBundler().size()).isZero();
    }

    private static void say(JChannel channel, Address to, AtomicLong said) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                // Unreliable, so that nothing but the transport's own queue holds it.
                channel.send(
                        new BytesMessage(to, new byte[1_000]).setFlag(Message.Flag.NO_RELIABILITY, Message.Flag.NO_FC));
                said.incrementAndGet();
            }
        } catch (Exception closed) {
            // It may be interrupted within the transport.
        }
    }

    @Test
    void aShortSecretIsRefused() {
        assertThatThrownBy(() -> node(0, "short")).hasStackTraceContaining("it must have at least 16");
    }

    @Test
    void beyondLoopbackASecretIsAsked() throws Exception {
        InetAddress outside = InetAddress.getByName("192.0.2.1");
        JChannel channel = channel(0, null);
        channel.getProtocolStack().getTransport().setBindAddress(outside);
        assertThatThrownBy(() ->
                        channel.getProtocolStack().findProtocol(Seal.class).init())
                .hasMessageContaining("in the clear on 192.0.2.1")
                .hasMessageContaining(Seal.SECRET);
    }

    private void assertThatItStaysOutside(JChannel inside, JChannel outside) {
        Awaitility.await("the inside has refused the other")
                .atMost(LIMIT)
                .until(() -> seal(inside).refused() > 0);
        Awaitility.await("nobody joins")
                .during(ROGUE_LIMIT)
                .atMost(ROGUE_LIMIT.multipliedBy(2))
                .until(() -> inside.getView().size() == 1 && outside.getView().size() == 1);
    }

    private static Seal seal(JChannel channel) {
        return channel.getProtocolStack().findProtocol(Seal.class);
    }

    private void awaitMembers(int count, JChannel... members) {
        for (JChannel member : members) {
            Awaitility.await("all members are in the view")
                    .atMost(LIMIT)
                    .until(() -> member.getView().size() == count);
        }
    }

    private JChannel node(int number, String secret) throws Exception {
        JChannel channel = channel(number, secret);
        channel.setReceiver(new Receiver() {
            @Override
            public void receive(Message message) {
                if (number == 0) {
                    received.add(new String(
                            message.getArray(), message.getOffset(), message.getLength(), StandardCharsets.US_ASCII));
                }
            }
        });
        return channel.connect("seal-test");
    }

    private JChannel channel(int number, String secret) throws Exception {
        TCP transport = new TCP();
        transport
                .setBindAddress(InetAddress.getLoopbackAddress())
                .setBindPort(ports[number])
                .setPortRange(0);
        TCPPING discovery = new TCPPING();
        discovery.setInitialHosts2(List.of(
                new IpAddress(InetAddress.getLoopbackAddress(), ports[0]),
                new IpAddress(InetAddress.getLoopbackAddress(), ports[1])));
        discovery.setPortRange(0);
        JChannel channel = new JChannel(
                transport,
                new Seal().secret(secret),
                discovery,
                new MERGE3().setMinInterval(500).setMaxInterval(1_000),
                new FD_ALL3().setTimeout(3_000).setInterval(500),
                new VERIFY_SUSPECT2().setTimeout(100),
                new NAKACK4(),
                new UNICAST4(),
                new GMS().setJoinTimeout(500),
                new FRAG4());
        channels.add(channel);
        return channel.name("node" + number);
    }
}
