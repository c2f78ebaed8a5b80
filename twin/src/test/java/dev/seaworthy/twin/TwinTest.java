package dev.seaworthy.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TwinTest {
    @Test
    void says_1001_and_leaves_no_thread_and_no_port_when_it_closes() throws Exception {
        Twin twin = Twin.start(TwinSettings.defaults());
        try (Socket socket = Socket.open(twin, "Authorization: Bearer " + Mint.token(twin))) {
            assertThat(socket.message().path("type").asText()).isEqualTo("connected");
            twin.close();
            assertThat(socket.next().closeCode()).isEqualTo(1001);
            assertThat(socket.ended()).isTrue();
        }
        assertThat(twin.openConnections()).isZero();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("twin-")) {
                thread.join(5_000);
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
        assertThatThrownBy(() -> new Socket(twin)).isInstanceOf(ConnectException.class);
        Twin again = Twin.start(TwinSettings.defaults().withPort(twin.http().getPort()));
        assertThat(again.http()).isEqualTo(twin.http());
        again.close();
        again.close();
    }

    @Test
    void names_the_port_that_it_cannot_have() throws Exception {
        try (Twin twin = Twin.start(TwinSettings.defaults())) {
            int port = twin.http().getPort();
            assertThatThrownBy(() -> Twin.start(TwinSettings.defaults().withPort(port)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("port " + port);
        }
    }

    @Test
    void passwords_and_keys_are_new_with_every_call_and_never_in_the_text() {
        TwinSettings one = TwinSettings.defaults();
        TwinSettings two = TwinSettings.defaults();
        assertThat(one.accounts()).hasSize(9);
        assertThat(one.accounts().values())
                .doesNotContainAnyElementsOf(two.accounts().values());
        assertThat(one.signingKey()).isNotEqualTo(two.signingKey());
        assertThat(one.toString())
                .contains("ada@twin.test")
                .doesNotContain(one.signingKey())
                .doesNotContain(one.accounts().get("ada@twin.test"));
    }

    @Test
    void settings_that_cannot_be_are_refused() {
        TwinSettings good = TwinSettings.defaults();
        assertThatThrownBy(() -> good.withPort(70_000)).hasMessageContaining("70000");
        assertThatThrownBy(() -> good.withAccounts(Map.of())).hasMessageContaining("account");
        assertThatThrownBy(() -> good.withSigningKey("short")).hasMessageContaining("32 bytes");
        assertThat(good.withFaults(Set.of(Fault.SLOW)).faults()).containsExactly(Fault.SLOW);
    }

    @Test
    void accounts_of_one_name_in_two_domains_are_two_users() {
        Accounts accounts = new Accounts(Map.of("ada@a.test", "1", "ada@b.test", "2"));
        User one = accounts.login("ada@a.test", "1").orElseThrow();
        User two = accounts.login("ada@b.test", "2").orElseThrow();
        assertThat(one.id()).isNotEqualTo(two.id());
        assertThat(accounts.subject(one.id())).contains(one);
        assertThat(accounts.subject(two.id())).contains(two);
        assertThat(accounts.login("ada@a.test", "2")).isEmpty();
    }
}
