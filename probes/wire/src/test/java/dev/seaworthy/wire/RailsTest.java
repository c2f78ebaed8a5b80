package dev.seaworthy.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.kernel.AllowList;
import dev.seaworthy.kernel.Outcome;
import dev.seaworthy.kernel.Reach;
import dev.seaworthy.kernel.RequestBudget;
import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.kernel.StopRules;
import dev.seaworthy.kernel.TimeSource;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What keeps a run where it was sent, and ends it. */
class RailsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @Test
    void goes_to_the_address_to_which_a_name_is_pinned_and_asks_nobody_for_another() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(OK)) {
            // RFC 6761 section 6.4: no resolver knows it.
            URI uri = URI.create("http://staging.invalid:" + server.uri("/").getPort() + "/");
            AllowList pinned = AllowList.of(List.of(uri))
                    .pinned(Map.of("staging.invalid", List.of(InetAddress.getLoopbackAddress())));
            try (Wire wire = Wire.open(reach(pinned, new RequestBudget(10)))) {
                assertThat(wire.exchange(HttpRequest.get(uri)).is(200)).isTrue();
            }
            try (Wire unpinned = Wire.open(reach(AllowList.of(List.of(uri)), new RequestBudget(10)))) {
                assertThat(unpinned.exchange(HttpRequest.get(uri)).outcome()).isEqualTo(Outcome.REFUSED);
            }
        }
    }

    @Test
    void sends_nothing_any_more_once_the_run_was_stopped() throws Exception {
        try (ScriptedServer server = ScriptedServer.answering(OK)) {
            URI uri = server.uri("/");
            RequestBudget budget = new RequestBudget(10);
            try (Wire wire = Wire.open(reach(AllowList.of(List.of(uri)), budget))) {
                assertThat(wire.exchange(HttpRequest.get(uri)).is(200)).isTrue();
                budget.halt("the stop file is there");
                HttpAnswer answer = wire.exchange(HttpRequest.get(uri));
                Handshake handshake = wire.connect(
                                WebSocketRequest.to(URI.create("ws://127.0.0.1:" + uri.getPort() + "/")))
                        .get(10, TimeUnit.SECONDS);

                assertThat(answer.outcome()).isEqualTo(Outcome.NOT_SENT);
                assertThat(answer.detail()).isEqualTo("the run was stopped: the stop file is there");
                assertThat(handshake.outcome()).isEqualTo(Outcome.NOT_SENT);
                assertThat(server.requests).hasSize(1);
            }
        }
    }

    @Test
    void stops_by_itself_when_nobody_answers_a_check_any_more() throws Exception {
        URI dead = URI.create("http://127.0.0.1:1/");
        RequestBudget budget = new RequestBudget(1_000, new StopRules());
        try (Wire wire = Wire.open(reach(AllowList.of(List.of(dead)), budget))) {
            for (int i = 0; i < StopRules.ERRORS_IN_A_ROW; i++) {
                assertThat(wire.exchange(HttpRequest.get(dead)).outcome()).isEqualTo(Outcome.REFUSED);
            }
            assertThat(budget.halted()).isEmpty();
            assertThat(wire.exchange(HttpRequest.get(dead)).outcome()).isEqualTo(Outcome.REFUSED);
            assertThat(wire.exchange(HttpRequest.get(dead)).outcome()).isEqualTo(Outcome.NOT_SENT);
            assertThat(budget.halted()).isPresent();
        }
    }

    @Test
    void does_not_follow_a_redirect_of_a_check_whatever_it_leads_to() throws Exception {
        try (ScriptedServer elsewhere = ScriptedServer.answering(OK);
                ScriptedServer server = ScriptedServer.answering("HTTP/1.1 302 Found\r\nLocation: "
                        + elsewhere.uri("/taken") + "\r\nContent-Length: 0\r\n\r\n")) {
            try (Wire wire = Wire.open(reach(AllowList.of(List.of(server.uri("/"))), new RequestBudget(10)))) {
                HttpAnswer answer = wire.exchange(HttpRequest.get(server.uri("/")));

                assertThat(answer.is(302)).isTrue();
                assertThat(elsewhere.requests).isEmpty();
            }
        }
    }

    private static Reach reach(AllowList allowList, RequestBudget budget) {
        return new Reach(allowList, budget, new SecretVault(), TimeSource.system(), "run-7", PATIENCE, PATIENCE, null);
    }
}
