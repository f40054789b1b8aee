package dev.takt.work.http;

import dev.takt.api.TaskFailedException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Decides which addresses HTTP tasks may reach. */
final class AddressGuard {
    /** The system property with what is allowed besides public addresses. */
    static final String PROPERTY = "takt.http.allow";

    /** What is not public, from the special-purpose registries of IANA (RFC 6890 and its successors). */
    private static final List<Network> NOT_PUBLIC = networks(
            "0.0.0.0/8", // this network
            "10.0.0.0/8",
            "100.64.0.0/10", // carrier-grade NAT
            "127.0.0.0/8",
            "169.254.0.0/16", // link-local, and the metadata services of clouds
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.88.99.0/24", // relays of 6to4
            "192.168.0.0/16",
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4", // multicast
            "240.0.0.0/4", // reserved, and broadcast
            "::/128",
            "::1/128",
            "64:ff9b:1::/48", // local NAT64
            "100::/64", // discard
            "2001::/23", // Teredo and other protocols
            "2001:db8::/32",
            "3fff::/20", // documentation
            "5f00::/16", // segment routing
            "fc00::/7", // unique local
            "fe80::/10", // link-local
            "fec0::/10", // site-local, formerly
            "ff00::/8"); // multicast

    /** Addresses of version 6 that carry one of version 4, and where in their bytes: the carried one is checked. */
    private static final Network NAT64 = Network.of("64:ff9b::/96");

    private static final Network COMPATIBLE = Network.of("::/96");
    private static final Network MAPPED = new Network(mapped(), 96);
    private static final Network SIX_TO_FOUR = Network.of("2002::/16");

    private static final List<Network> LOOPBACK = networks("127.0.0.0/8", "::1/128");

    private final Resolver resolver;
    private final Set<String> allowedNames = new HashSet<>();
    private final List<Network> allowed = new ArrayList<>();

    /** Looks names up. */
    @FunctionalInterface
    interface Resolver {
        InetAddress[] resolve(String name) throws UnknownHostException;
    }

    /**
     * @param allow what the system property says: host names, addresses, networks and {@code loopback}
     * @throws IllegalArgumentException when it is malformed
     */
    AddressGuard(String allow, Resolver resolver) {
        this.resolver = resolver;
        for (String raw : allow.split(",")) {
            String entry = raw.strip().toLowerCase(Locale.ROOT);
            if (entry.equals("loopback")) {
                allowed.addAll(LOOPBACK);
            } else if (entry.indexOf('/') >= 0 || Network.isLiteral(entry)) {
                allowed.add(Network.of(entry));
            } else if (!entry.isEmpty()) {
                allowedNames.add(entry);
            }
        }
    }

    /**
     * The address to connect to.
     *
     * @throws UnknownHostException when the name has none
     * @throws TaskFailedException for good, when one of its addresses is not allowed
     */
    InetAddress check(String host) throws UnknownHostException {
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        InetAddress[] addresses = resolver.resolve(name);
        if (addresses.length == 0) {
            throw new UnknownHostException(name);
        }
        if (!allowedNames.contains(name.toLowerCase(Locale.ROOT))) {
            for (InetAddress address : addresses) {
                if (!isAllowed(address.getAddress())) {
                    throw TaskFailedException.permanent(
                            "Host '" + name + "' has the address " + address.getHostAddress()
                                    + ", which is not public. HTTP tasks reach public addresses only, and those that an"
                                    + " administrator allows with the system property " + PROPERTY + ".",
                            null);
                }
            }
        }
        return addresses[0];
    }

    private boolean isAllowed(byte[] address) {
        return contains(allowed, address) || isPublic(address);
    }

    private boolean isPublic(byte[] address) {
        if (contains(NOT_PUBLIC, address)) {
            return false;
        }
        if (NAT64.contains(address) || MAPPED.contains(address) || COMPATIBLE.contains(address)) {
            return isAllowed(Arrays.copyOfRange(address, 12, 16));
        }
        return !SIX_TO_FOUR.contains(address) || isAllowed(Arrays.copyOfRange(address, 2, 6));
    }

    private static boolean contains(List<Network> networks, byte[] address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    /** {@code ::ffff:0:0}, which Java's own parser would turn into an address of version 4. */
    private static byte[] mapped() {
        byte[] base = new byte[16];
        base[10] = (byte) 0xFF;
        base[11] = (byte) 0xFF;
        return base;
    }

    private static List<Network> networks(String... networks) {
        return Arrays.stream(networks).map(Network::of).toList();
    }
}
