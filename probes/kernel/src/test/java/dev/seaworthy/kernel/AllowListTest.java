package dev.seaworthy.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowListTest {
    private static final AllowList LIST =
            AllowList.of(List.of(URI.create("http://127.0.0.1:7357/base"), URI.create("https://staging.example")));

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:7357/other, true",
        "ws://127.0.0.1:7357/ws, true",
        "https://staging.example:443/, true",
        "wss://STAGING.example/ws, true",
        "http://staging.example/, false",
        "https://staging.example:8443/, false",
        "http://127.0.0.1:7358/, false",
        "http://localhost:7357/, false",
        "https://staging.example.evil.test/, false",
        "https://staging.example@evil.test/, false",
    })
    void permits_scheme_host_and_port_together(URI uri, boolean permitted) {
        assertThat(LIST.permits(uri)).isEqualTo(permitted);
    }

    @Test
    void keeps_the_addresses_to_which_a_host_is_pinned() throws Exception {
        InetAddress address = InetAddress.getByAddress(new byte[] {127, 0, 0, 9});
        AllowList pinned = LIST.pinned(Map.of("staging.example", List.of(address)));

        assertThat(pinned.hosts()).containsExactlyInAnyOrder("127.0.0.1", "staging.example");
        assertThat(pinned.addresses("STAGING.example")).containsExactly(address);
        assertThat(pinned.addresses("other.example")).isEmpty();
        assertThat(pinned.origins()).isEqualTo(LIST.origins());
        assertThat(LIST.addresses("staging.example")).isEmpty();
    }

    @Test
    void says_what_is_allowed_and_how_to_allow_more() {
        assertThatThrownBy(() -> LIST.require(URI.create("http://evil.test/")))
                .isInstanceOf(AllowList.NotAllowed.class)
                .hasMessageContaining("http://evil.test:80")
                .hasMessageContaining("rails.allow");
    }
}
