package io.gridmill.node.grid;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.NetworkInterface;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OwnAddressTest {
    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::"})
    void everyAddressIsToldAsOneThatOthersCanConnectTo(String bindAddress) throws Exception {
        InetAddress told = InetAddress.getByName(OwnAddress.of(bindAddress));

        assertThat(told.isAnyLocalAddress()).isFalse();
        assertThat(NetworkInterface.getByInetAddress(told)).isNotNull();
    }

    @Test
    void anAddressIsToldAsItStandsInTheConfiguration() {
        assertThat(OwnAddress.of("127.0.0.1")).isEqualTo("127.0.0.1");
        assertThat(OwnAddress.of("localhost")).isEqualTo("localhost");
    }
}
