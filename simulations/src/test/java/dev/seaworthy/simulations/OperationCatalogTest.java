package dev.seaworthy.simulations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seaworthy.kernel.Scenario;
import java.util.List;
import org.junit.jupiter.api.Test;

class OperationCatalogTest {
    private final TestOperation echo = TestOperation.immediate("ws.echo");
    private final TestOperation refresh = TestOperation.immediate("auth.refresh");

    @Test
    void finds_operations_and_scenarios_by_name() {
        Scenario chat = new Scenario("chat", List.of(refresh, echo));
        OperationCatalog catalog = OperationCatalog.of(List.of(echo, refresh), List.of(chat));

        assertThat(catalog.operation("ws.echo")).isSameAs(echo);
        assertThat(catalog.scenario("ws.echo").steps()).containsExactly(echo);
        assertThat(catalog.scenario("chat")).isSameAs(chat);
        assertThat(catalog.names()).containsExactly("ws.echo", "auth.refresh", "chat");
    }

    @Test
    void refuses_a_name_given_twice() {
        assertThatThrownBy(() -> OperationCatalog.of(List.of(echo, TestOperation.immediate("ws.echo"))))
                .hasMessageContaining("two operations are called ws.echo");
        assertThatThrownBy(() -> OperationCatalog.of(List.of(echo), List.of(Scenario.of(echo))))
                .hasMessageContaining("two operations are called ws.echo");
    }

    @Test
    void names_the_nearest_for_an_unknown_one_in_one_line() {
        OperationCatalog catalog = OperationCatalog.of(List.of(echo, refresh));

        assertThatThrownBy(() -> catalog.operation("ws.eco"))
                .isInstanceOf(OperationCatalog.UnknownOperation.class)
                .hasMessage(
                        "no operation is called \"ws.eco\"; did you mean \"ws.echo\"? (there: ws.echo, auth.refresh)");
        assertThatThrownBy(() -> catalog.scenario("auth.refrsh"))
                .hasMessageContaining("did you mean \"auth.refresh\"?");
        assertThatThrownBy(() -> OperationCatalog.of(List.of()).operation("x"))
                .hasMessage("no operation is called \"x\" (this environment offers none)");
    }
}
