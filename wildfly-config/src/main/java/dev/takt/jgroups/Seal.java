package dev.takt.jgroups;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.Message;
import org.jgroups.protocols.BaseBundler;
import org.jgroups.stack.Protocol;
import org.jgroups.util.ByteArray;
import org.jgroups.util.FastArray;
import org.jgroups.util.MessageBatch;
import org.jgroups.util.Util;

/**
 * Encrypts and authenticates every message between nodes with a key that all of them derive from one secret. It stands
 * directly above the transport, so discovery, joins, merges and heartbeats are sealed too; what is not sealed with this
 * secret is dropped and counted. Without a secret it passes everything, and allows that on loopback only.
 *
 * <p>A sealed message is a version byte, a random nonce of 12 bytes, and the whole message (addresses, flags, headers and
 * content) under AES-256-GCM (NIST SP 800-38D). The key comes from PBKDF2 with HMAC-SHA-512.
 *
 * <p>Random nonces under one key are good for some 2^32 messages by NIST's strict bound (months of a busy cluster); change the
 * secret once a year. A recorded message can be sent again: the protocols above drop it by its sequence number, and a
 * repeated heartbeat can only make a dead node look alive, which the lease in the database decides anyway.
 */
public final class Seal extends Protocol {
    /** The environment variable with the secret, the same on all nodes. */
    public static final String SECRET = "TAKT_CLUSTER_SECRET";

    /** A shorter secret could be guessed from recorded messages. */
    public static final int SECRET_LENGTH_MIN = 16;

    /** Says that nodes may talk in the clear beyond loopback, because the network between them is guarded otherwise. */
    public static final String CLEAR = "takt.cluster.clear";

    /** Protocols of one's own count from 512 on (JGroups' manual); nothing else of Takt's has a number. */
    private static final short PROTOCOL_ID = 1_801;

    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BITS = 256;

    /** OWASP's floor for PBKDF2 with HMAC-SHA-512 (2023); costs some 0.1 s at a node's start. */
    private static final int KEY_ROUNDS = 210_000;

    private static final byte[] KEY_SALT = "dev.takt.jgroups.Seal".getBytes(StandardCharsets.US_ASCII);

    /** A stranger who sends a thousand messages a second must not fill the log. */
    private static final long WARNING_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final SecureRandom random = new SecureRandom();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong warnedAtNanos = new AtomicLong(System.nanoTime() - WARNING_INTERVAL_NANOS);
    private final ThreadLocal<Cipher> ciphers = ThreadLocal.withInitial(Seal::cipher);
    private String secret = System.getenv(SECRET);
    private SecretKey key;

    /** For JGroups; the secret comes from the environment. */
    public Seal() {
        setId(PROTOCOL_ID);
    }

    /** Sets the secret, in place of the environment's; null or empty for none. */
    public Seal secret(String given) {
        this.secret = given;
        return this;
    }

    /** How many messages were not sealed with this secret. */
    public long refused() {
        return refused.get();
    }

    /**
     * Derives the key.
     *
     * @throws IllegalStateException when the secret is too short, or is missing beyond loopback
     */
    @Override
    public void init() throws Exception {
        super.init();
        giveEachMemberItsSender();
        if (secret == null || secret.isEmpty()) {
            refuseOpenNetwork();
            return;
        }
        if (secret.length() < SECRET_LENGTH_MIN) {
            throw new IllegalStateException(
                    "The cluster's secret has %d characters, it must have at least %d. Set %s to a longer one, the same on all nodes."
                            .formatted(secret.length(), SECRET_LENGTH_MIN, SECRET));
        }
        PBEKeySpec spec = new PBEKeySpec(secret.toCharArray(), KEY_SALT, KEY_ROUNDS, KEY_BITS);
        byte[] bytes = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                .generateSecret(spec)
                .getEncoded();
        key = new SecretKeySpec(bytes, "AES");
        secret = null;
    }

    /**
     * Lets the transport send to each member in a thread of its own. With one thread for all (the default of JGroups 5.5), a
     * member that does not read holds up what goes to the others, and messages that wait for a member when it leaves are
     * counted as waiting for ever: that thread then turns without end (seen in 5.5.2: {@code PerDestinationBundler.run}).
     * WildFly has no attribute for it, and a protocol above the transport is the first that can say it in time.
     */
    private void giveEachMemberItsSender() {
        if (getTransport().getBundler() instanceof BaseBundler bundler) {
            bundler.useSingleSenderThread(false);
        }
    }

    private void refuseOpenNetwork() {
        InetAddress address = getTransport().getBindAddress();
        if (address != null && !address.isLoopbackAddress() && !Boolean.getBoolean(CLEAR)) {
            throw new IllegalStateException(
                    "This node would talk to the others in the clear on %s, and whoever reaches it could join. Set %s (at least %d characters, the same on all nodes), or start with -D%s=true if the network between the nodes is guarded otherwise."
                            .formatted(address.getHostAddress(), SECRET, SECRET_LENGTH_MIN, CLEAR));
        }
    }

    @Override
    public Object down(Message message) {
        if (key == null) {
            return down_prot.down(message);
        }
        Message sealed;
        try {
            sealed = seal(message);
        } catch (Exception e) {
            throw new IllegalStateException("A message to %s could not be sealed.".formatted(message.getDest()), e);
        }
        return down_prot.down(sealed);
    }

    @Override
    public Object up(Message message) {
        if (key == null) {
            return up_prot.up(message);
        }
        Message opened = open(message);
        return opened == null ? null : up_prot.up(opened);
    }

    @Override
    public void up(MessageBatch batch) {
        if (key != null) {
            // The batch's own iterator can replace, which java.util's cannot.
            var messages = (FastArray<Message>.FastIterator) batch.iterator();
            while (messages.hasNext()) {
                Message opened = open(messages.next());
                if (opened == null) {
                    messages.remove();
                } else {
                    messages.replace(opened);
                }
            }
        }
        if (!batch.isEmpty()) {
            up_prot.up(batch);
        }
    }

    /** The same address and flags outside, everything inside; the message itself stays as it is, as it may be sent again. */
    private Message seal(Message message) throws Exception {
        if (message.getSrc() == null) {
            message.setSrc(local_addr);
        }
        ByteArray plain = Util.messageToBuffer(message);
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        Cipher cipher = ciphers.get();
        cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
        byte[] content = new byte[1 + NONCE_BYTES + cipher.getOutputSize(plain.length())];
        content[0] = VERSION;
        System.arraycopy(nonce, 0, content, 1, NONCE_BYTES);
        cipher.doFinal(plain.array(), plain.offset(), plain.length(), content, 1 + NONCE_BYTES);
        return new BytesMessage(message.getDest(), content)
                .setSrc(message.getSrc())
                .setFlag(message.getFlags(false), false)
                .setFlag(message.getFlags(true), true);
    }

    /** The message inside; null when it was not sealed with this secret, or somebody changed the addresses outside. */
    private Message open(Message sealed) {
        try {
            byte[] content = sealed.hasArray() ? sealed.getArray() : new byte[0];
            int start = sealed.getOffset();
            int length = sealed.getLength();
            if (length <= 1 + NONCE_BYTES || content[start] != VERSION) {
                return refuse(sealed.getSrc());
            }
            Cipher cipher = ciphers.get();
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, content, start + 1, NONCE_BYTES));
            byte[] plain = cipher.doFinal(content, start + 1 + NONCE_BYTES, length - 1 - NONCE_BYTES);
            Message message = Util.messageFromBuffer(plain, 0, plain.length);
            return message.getSrc() != null && message.getSrc().equals(sealed.getSrc())
                    ? message
                    : refuse(sealed.getSrc());
        } catch (GeneralSecurityException notOurs) {
            return refuse(sealed.getSrc());
        } catch (Exception unreadable) {
            log.warn(
                    "A message from %s had this cluster's seal but could not be read: %s", sealed.getSrc(), unreadable);
            return null;
        }
    }

    private Message refuse(Address sender) {
        long count = refused.incrementAndGet();
        long now = System.nanoTime();
        long last = warnedAtNanos.get();
        if (now - last >= WARNING_INTERVAL_NANOS && warnedAtNanos.compareAndSet(last, now)) {
            log.warn(
                    "Refused a message from %s: it is not sealed with this cluster's secret (%d refused since the start). "
                            + "If that is a node of yours, give it the same %s; else find out who reaches this port.",
                    sender, count, SECRET);
        }
        return null;
    }

    private static Cipher cipher() {
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has AES in GCM.", e);
        }
    }
}
