package dev.takt.work.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.takt.api.TaskFailedException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressGuardTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.9.9.9",
                "0.0.0.0",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.1",
                "169.254.169.254",
                "100.64.0.1",
                "100.127.255.255",
                "224.0.0.1",
                "255.255.255.255",
                "198.18.0.1",
                "::",
                "::1",
                "fe80::1",
                "fc00::1",
                "fdff::1",
                "ff02::1",
                "::ffff:127.0.0.1",
                "::7f00:1",
                "64:ff9b::7f00:1",
                "64:ff9b::a00:1",
                "2002:7f00:1::1",
                "2002:a9fe:a9fe::",
                "2001::1",
                "2001:db8::1"
            })
    void whatIsNotPublicIsRefused(String address) {
        assertThatThrownBy(() -> guard("", address).check("example.org"))
                .isInstanceOfSatisfying(TaskFailedException.class, e -> assertThat(e.isRetryable())
                        .isFalse())
                .hasMessageContaining("takt.http.allow");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8.8.8.8",
                "172.15.255.255",
                "172.32.0.1",
                "100.63.255.255",
                "100.128.0.0",
                "2606:4700::1111",
                "64:ff9b::808:808",
                "2002:808:808::1"
            })
    void whatIsPublicIsAllowed(String address) throws UnknownHostException {
        assertThat(guard("", address).check("example.org")).isEqualTo(InetAddress.getByName(address));
    }

    @Test
    void oneForbiddenAddressAmongPublicOnesIsEnoughToRefuse() {
        assertThatThrownBy(() -> guard("", "8.8.8.8", "127.0.0.1").check("example.org"))
                .isInstanceOf(TaskFailedException.class);
    }

    @Test
    void anAdministratorAllowsNamesNetworksAndLoopback() throws UnknownHostException {
        String allow = "loopback, 10.1.0.0/16 ,Build.example.org,fd00::5";
        for (String address : new String[] {"127.0.0.1", "::1", "10.1.255.1", "fd00::5"}) {
            assertThat(guard(allow, address).check("x")).isEqualTo(InetAddress.getByName(address));
        }
        assertThat(guard(allow, "192.168.0.1").check("build.EXAMPLE.org")).isNotNull();
        for (String address : new String[] {"10.2.0.1", "fd00::6", "192.168.0.1"}) {
            assertThatThrownBy(() -> guard(allow, address).check("x")).isInstanceOf(TaskFailedException.class);
        }
    }

    @Test
    void otherWaysToWriteLoopbackAreSeenThrough() throws UnknownHostException {
        for (String host : new String[] {"2130706433", "[::1]", "127.1", "[::ffff:7f00:1]"}) {
            assertThatThrownBy(() -> new AddressGuard("", InetAddress::getAllByName).check(host))
                    .as(host)
                    .isInstanceOf(TaskFailedException.class);
        }
    }

    @Test
    void aMalformedAllowListIsRefused() {
        assertThatThrownBy(() -> guard("10.0.0.0/33")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> guard("example.org/8")).isInstanceOf(IllegalArgumentException.class);
    }

    private static AddressGuard guard(String allow, String... addresses) {
        return new AddressGuard(
                allow,
                name -> Arrays.stream(addresses).map(AddressGuardTest::literal).toArray(InetAddress[]::new));
    }

    private static InetAddress literal(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
