package dev.seaworthy.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TurnTest {
    private static final ScheduledExecutorService LOOP = Executors.newSingleThreadScheduledExecutor();
    private final List<String> heard = new ArrayList<>();
    private final Turn turn = new Turn(new VirtualUser(7), LOOP, 5, new Turn.Listener() {
        @Override
        public void completed(Turn ended, Clocks clocks, Outcome outcome, String signature) {
            heard.add("completed " + outcome);
        }

        @Override
        public void measured(Turn during, String operation, Clocks clocks, Outcome outcome) {
            heard.add(operation + " " + outcome);
        }
    });

    @AfterAll
    static void stop() {
        LOOP.shutdownNow();
    }

    @Test
    void completes_exactly_once() {
        turn.also("ws.open", new Clocks(0, 0, 0, 0, 1), Outcome.OK);
        turn.complete(new Clocks(0, 0, 0, 0, 1), Outcome.OK);
        assertThatThrownBy(() -> turn.complete(new Clocks(0, 0, 0, 0, 1), Outcome.RESET))
                .isInstanceOf(IllegalStateException.class);
        assertThat(heard).containsExactly("ws.open OK", "completed OK");
        assertThat(turn.isComplete()).isTrue();
    }

    @Test
    void a_leaving_user_runs_every_farewell_even_if_one_throws() {
        VirtualUser user = new VirtualUser(0);
        List<String> order = new ArrayList<>();
        user.onLeave(() -> order.add("first added"));
        user.onLeave(() -> {
            throw new IllegalStateException("stuck");
        });
        user.onLeave(() -> order.add("last added"));
        assertThatThrownBy(user::leave).hasMessage("stuck");
        assertThat(order).containsExactly("last added", "first added");
        user.leave();
        assertThat(order).hasSize(2);
    }

    @Test
    void a_user_keeps_one_value_per_type() {
        VirtualUser user = new VirtualUser(0);
        user.keep(String.class, "token");
        assertThat(user.recall(String.class)).isEqualTo("token");
        user.keep(String.class, null);
        assertThat(user.recall(String.class)).isNull();
    }

    @Test
    void clocks_tell_response_service_lag_and_blocked_apart() {
        Clocks clocks = new Clocks(100, 130, 170, 200, 500);
        assertThat(clocks.responseNanos()).isEqualTo(400);
        assertThat(clocks.serviceNanos()).isEqualTo(330);
        assertThat(clocks.lagNanos()).isEqualTo(30);
        assertThat(clocks.blockedNanos()).isEqualTo(40);
    }
}
