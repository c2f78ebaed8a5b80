package dev.seaworthy.simulations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.config.RequestSpec;
import dev.seaworthy.kernel.Clocks;
import dev.seaworthy.kernel.Credential;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Credentials;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.kernel.TimeSource;
import dev.seaworthy.kernel.Turn;
import dev.seaworthy.kernel.VirtualUser;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpOperationTest {
    private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();
    private final ManualTime time = new ManualTime();
    private final Logins logins = new Logins();
    private final AccountTokens tokens = new AccountTokens(logins, time);

    @AfterEach
    void stop() {
        loop.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource({"200, OK", "204, OK", "401, REJECTED", "429, REJECTED", "503, REJECTED", "500, WRONG_ANSWER"})
    void judges_an_answer_by_the_contract(int status, Outcome expected) throws Exception {
        try (SpyServer server = SpyServer.answering(status, 0)) {
            HttpOperation operation = operation("/a", null, server.uri(), List.of(200, 204));

            assertThat(operation.name()).isEqualTo("http.echo");
            assertThat(take(operation, 0).outcome()).isEqualTo(expected);
        }
    }

    @Test
    void counts_what_the_contract_expects_as_right_even_if_it_is_a_refusal() throws Exception {
        try (SpyServer server = SpyServer.answering(403, 0)) {
            assertThat(take(operation("/a", null, server.uri(), List.of(403)), 0)
                            .outcome())
                    .isEqualTo(Outcome.OK);
        }
    }

    @Test
    void signs_in_once_for_each_account_and_again_when_the_token_ends() throws Exception {
        try (SpyServer server = SpyServer.answering(200, 0)) {
            HttpOperation operation = operation("/who/{user}", "user", server.uri(), List.of(200));
            for (int user = 0; user < 6; user++) {
                assertThat(take(operation, user).outcome()).isEqualTo(Outcome.OK);
            }
            assertThat(logins.asked).hasValue(2);
            assertThat(server.seen())
                    .hasSize(6)
                    .contains("GET /who/u%20ser-0 Bearer token-0", "GET /who/u%20ser-1 Bearer token-1");

            time.advance(55);
            take(operation, 0);

            assertThat(logins.asked).hasValue(3);
        }
    }

    @Test
    void ends_as_the_login_did_and_does_not_storm_it() throws Exception {
        logins.refuse = true;
        HttpOperation operation = operation("/a", "user", URI.create("http://127.0.0.1:1"), List.of(200));

        assertThat(take(operation, 0).outcome()).isEqualTo(Outcome.INSTRUMENT);
        assertThat(take(operation, 0).clocks().serviceNanos()).isEqualTo(Clocks.NOT_REACHED);
        assertThat(logins.asked).hasValue(1);
        time.advance(2);
        take(operation, 0);
        assertThat(logins.asked).hasValue(2);
    }

    private HttpOperation operation(String path, @Nullable String identity, URI base, List<Integer> expected) {
        RequestSpec spec = new RequestSpec(
                "GET", "http", path, Map.of(), null, identity, Map.of(RequestSpec.CredentialClass.VALID, expected));
        return new HttpOperation("echo", spec, base, tokens, new JdkWire(0), time);
    }

    private End take(HttpOperation operation, long user) throws Exception {
        CompletableFuture<End> end = new CompletableFuture<>();
        Turn turn = new Turn(new VirtualUser(user), loop, time.nanos(), new Turn.Listener() {
            @Override
            public void completed(Turn ended, Clocks clocks, Outcome outcome, String signature) {
                end.complete(new End(clocks, outcome));
            }

            @Override
            public void measured(Turn during, String name, Clocks clocks, Outcome outcome) {}
        });
        operation.start(turn);
        return end.get(10, TimeUnit.SECONDS);
    }

    private record End(Clocks clocks, Outcome outcome) {}

    /** Two accounts whose tokens live for a minute. */
    private final class Logins implements Credentials {
        private final AtomicInteger asked = new AtomicInteger();
        private boolean refuse;

        @Override
        public List<String> identities() {
            return List.of("user");
        }

        @Override
        public int accounts(String identity) {
            return 2;
        }

        @Override
        public CompletableFuture<Credential> obtain(String identity, long account) {
            asked.incrementAndGet();
            if (refuse) {
                return CompletableFuture.failedFuture(new CredentialRefused("no", List.of()));
            }
            return CompletableFuture.completedFuture(new Credential(
                    identity,
                    "u ser-" + account,
                    Credential.Origin.LOGIN,
                    Secret.of("token-" + account),
                    Optional.empty(),
                    Optional.of(time.wallClock().plusSeconds(60)),
                    List.of()));
        }
    }

    private static final class ManualTime implements TimeSource {
        private long seconds;

        void advance(long more) {
            seconds += more;
        }

        @Override
        public long nanos() {
            return TimeUnit.SECONDS.toNanos(seconds);
        }

        @Override
        public Instant wallClock() {
            return Instant.EPOCH.plusSeconds(seconds);
        }
    }
}
