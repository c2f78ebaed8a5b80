package dev.seaworthy.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
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
    void says_what_is_allowed_and_how_to_allow_more() {
        assertThatThrownBy(() -> LIST.require(URI.create("http://evil.test/")))
                .isInstanceOf(AllowList.NotAllowed.class)
                .hasMessageContaining("http://evil.test:80")
                .hasMessageContaining("rails.allow");
    }
}
