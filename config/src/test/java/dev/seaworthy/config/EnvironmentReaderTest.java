package dev.seaworthy.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.SecretVault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentReaderTest {
    private static final String CANARY = "canary-5f1c";
    private static final String LEAST = "environment: staging\ntargets: {http: \"http://127.0.0.1:1\"}\n";

    private final SecretVault vault = new SecretVault();
    private final EnvironmentReader reader = new EnvironmentReader(
            List.of(new EchoFactory()),
            SecretSource.withOverrides(Map.of("TOKEN", CANARY, "SHORT", "abc")),
            vault,
            new FixedTime("2026-06-01T12:00:00Z"));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void fills_in_what_a_contract_leaves_open() {
        Environment environment = reader.read(LEAST + "operations: {home: {path: /}}\n", "x.yaml");

        assertThat(environment.rails().maxRequests()).isEqualTo(200_000);
        assertThat(environment.rails().maxRate()).isEqualTo(2000);
        assertThat(environment.rails().maxConnections()).isEqualTo(5000);
        assertThat(environment.rails().connectTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(environment.rails().answerTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(environment.targets().auth()).isEqualTo(environment.targets().http());
        assertThat(environment.operations())
                .containsEntry(
                        "home",
                        new RequestSpec(
                                "GET", "http", "/", Map.of(), null, null, Map.of(CredentialClass.VALID, List.of(200))));
    }

    @Test
    void reads_every_way_to_obtain_an_identity() {
        Environment environment = reader.read(LEAST + """
                        identities:
                          pool:
                            login: {path: /login, body: {a: ["{user}", "{password}"]}, token: {header: X-Token}}
                            accounts: {pattern: "load{n}@x.test", count: 3, password: "${env:TOKEN}"}
                          fixed: {token: "${env:TOKEN}"}
                          client:
                            client-credentials: {path: /token, client-id: me, client-secret: "${env:TOKEN}"}
                          signer:
                            signing-key: {key: "${env:TOKEN}", claims: {sub: me, n: 1}, lifetime: 90s}
                        """, "x.yaml");

        assertThat(environment.identities().keySet()).containsExactly("pool", "fixed", "client", "signer");
        assertThat(environment.identities().get("pool")).isInstanceOfSatisfying(Identity.Login.class, login -> {
            assertThat(login.accounts())
                    .extracting(Identity.Account::user)
                    .containsExactly("load1@x.test", "load2@x.test", "load3@x.test");
            assertThat(login.login().body()).isEqualTo("{\"a\":[\"{user}\",\"{password}\"]}");
            assertThat(login.token().header()).isEqualTo("X-Token");
        });
        assertThat(environment.identities().get("signer")).isInstanceOfSatisfying(Identity.SigningKey.class, signer -> {
            assertThat(signer.claims()).containsEntry("sub", "me").containsEntry("n", 1L);
            assertThat(signer.lifetime()).isEqualTo(Duration.ofSeconds(90));
            assertThat(signer.key().reveal()).isEqualTo(CANARY);
        });
        assertThat(environment.toString()).doesNotContain(CANARY);
        assertThat(vault.leaksIn("a text with " + CANARY)).isNotEmpty();
    }

    @Test
    void a_header_may_refer_to_secrets_and_then_is_one_as_a_whole() {
        Environment environment = reader.read(LEAST + """
                        operations:
                          home:
                            path: /
                            headers: {Accept: text/plain, Authorization: "Bearer ${env:TOKEN}", Cookie: "a=${env:TOKEN}; b=1"}
                            http: 2
                            redirects: 3
                        """, "x.yaml");

        RequestSpec home = Objects.requireNonNull(environment.operations().get("home"));
        assertThat(home.headers()).containsOnlyKeys("Accept");
        assertThat(home.http()).isEqualTo(RequestSpec.Http.HTTP_2);
        assertThat(home.redirects()).isEqualTo(3);
        assertThat(home.toString()).doesNotContain(CANARY);
        FilledRequest filled = FilledRequest.of(home, environment.targets().http(), Map.of());
        assertThat(filled.headers())
                .containsEntry("Authorization", "Bearer " + CANARY)
                .containsEntry("Cookie", "a=" + CANARY + "; b=1")
                .containsEntry("Accept", "text/plain");
        assertThat(vault.leaksIn("Bearer " + CANARY)).hasSizeGreaterThanOrEqualTo(1);
    }

    @Test
    void a_header_that_sounds_secret_and_is_none_of_ours_is_refused_unread() {
        for (String header : List.of(
                "Authorization: Bearer canary-literal",
                "X-Api-Key: canary-literal",
                "Cookie: \"session={nonce} ${env:TOKEN}\"",
                "Accept: \"${HOME}\"")) {
            assertThatThrownBy(() ->
                            reader.read(LEAST + "operations: {home: {path: /, headers: {" + header + "}}}\n", "x.yaml"))
                    .as(header)
                    .isInstanceOf(ContractRefused.class)
                    .hasMessageContaining("operations.home.headers")
                    .hasMessageNotContaining("canary");
        }
    }

    @Test
    void binds_the_settings_of_a_probe() {
        EchoFactory factory = new EchoFactory();
        Environment environment = reader.read(LEAST + """
                        probes:
                          echo:
                            mode: very-quiet
                            patience: 250ms
                            at-most: 600/m
                            handshake: ${env:TOKEN}
                            replies: [{text: ahoy}, {text: oha, after-millis: 5}]
                            found: {pointer: /a}
                        """, "x.yaml");

        EchoFactory.EchoSettings settings = reader.settings(environment, factory);

        assertThat(settings.mode()).isEqualTo(EchoFactory.Mode.VERY_QUIET);
        assertThat(settings.times()).as("the schema's default").isEqualTo(3);
        assertThat(settings.patience()).isEqualTo(Duration.ofMillis(250));
        assertThat(settings.atMost().perSecond()).isEqualTo(10);
        assertThat(settings.word()).isNull();
        assertThat(settings.labels()).isEmpty();
        assertThat(settings.replies())
                .containsExactly(new EchoFactory.Reply("ahoy", 0), new EchoFactory.Reply("oha", 5));
        assertThat(settings.handshake())
                .satisfies(secret -> assertThat(String.valueOf(secret)).startsWith("secret:"));
    }

    @Test
    void has_no_settings_for_a_probe_without_a_block() {
        Environment environment = reader.read(LEAST, "x.yaml");

        assertThatThrownBy(() -> reader.settings(environment, new EchoFactory()))
                .hasMessage("the contract has no block probes.echo");
    }

    @Test
    void warns_of_what_is_unwise() {
        reader.read("""
                environment: live
                targets: {http: "https://www.shop.com"}
                identities: {user: {token: "${env:SHORT}"}}
                operations: {home: {path: /}}
                objectives: [{operation: http.home, error-ratio: 0.1}]
                rails:
                  authorised-for: WWW.shop.com
                  authorisation: {who: A. Owner, until: 2026-06-01, ticket: OPS-1}
                """, "x.yaml");

        assertThat(reader.warnings())
                .containsExactly(
                        "the objective on http.home cannot be proven: no phase of load drives it",
                        "www.shop.com looks like production: its name has the word \"www\"; authorised by A. Owner until "
                                + "2026-06-01, OPS-1",
                        "the secret ${env:SHORT} is shorter than 6 characters: it cannot be searched for in what is "
                                + "written");
    }

    @Test
    void suggests_a_file_for_one_that_is_not_there() throws IOException {
        Files.writeString(folder.resolve("staging.yaml"), LEAST);

        assertThatThrownBy(() -> reader.read(folder.resolve("stagign.yaml")))
                .isInstanceOf(ContractRefused.class)
                .hasMessage(
                        "%s: no such file; did you mean \"%s\"? (there: staging.yaml)",
                        folder.resolve("stagign.yaml"), folder.resolve("staging.yaml"));
        assertThatThrownBy(() -> reader.read(folder))
                .isInstanceOf(ContractRefused.class)
                .hasMessage("%s: this is a directory; name one of its files (there: staging.yaml)", folder);
        assertThatThrownBy(() -> reader.read(folder.resolve("none/x.yaml")))
                .isInstanceOf(ContractRefused.class)
                .hasMessageStartingWith(folder.resolve("none/x.yaml") + ": no such file");
    }

    @Test
    void refuses_a_file_that_is_no_text_or_too_large() throws IOException {
        Path binary = Files.write(folder.resolve("a.yaml"), new byte[] {(byte) 0xc3, 0x28, 0});
        Path utf16 = Files.writeString(folder.resolve("b.yaml"), LEAST, StandardCharsets.UTF_16);
        Path large = Files.write(folder.resolve("c.yaml"), new byte[1_000_001]);

        assertThatThrownBy(() -> reader.read(binary)).hasMessage(binary + ": this is not YAML: it is not UTF-8 text");
        assertThatThrownBy(() -> reader.read(utf16)).hasMessage(utf16 + ": this is not YAML: it is not UTF-8 text");
        assertThatThrownBy(() -> reader.read(large)).hasMessageContaining("more than 1 MB");
    }

    @Test
    void takes_relative_paths_from_the_folder_of_the_contract() throws IOException {
        Files.writeString(folder.resolve("token"), "a-token-of-" + CANARY);
        Path file = Files.writeString(folder.resolve("x.yaml"), """
                \uFEFFenvironment: staging
                targets: {http: "http://127.0.0.1:1", trust: ca.pem}
                identities: {user: {token: "${file:token}"}}
                """);

        Environment environment = reader.read(file);

        assertThat(environment.targets().trust()).isEqualTo(folder.resolve("ca.pem"));
        assertThat(environment.identities().get("user"))
                .isInstanceOfSatisfying(
                        Identity.StaticToken.class,
                        fixed -> assertThat(fixed.token().reveal()).isEqualTo("a-token-of-" + CANARY));
    }

    @Test
    void points_a_later_complaint_at_its_line() {
        reader.read(LEAST + "load:\n  - {name: a, scenario: ws.ecko, open: 1/s, for: 1s}\n", "x.yaml");

        assertThat(reader.refusal("/load/0/scenario", "no probe has \"ws.ecko\""))
                .hasMessage("x.yaml:4:25: load[0].scenario: no probe has \"ws.ecko\"");
    }

    @Test
    void stops_at_aliases_of_aliases() {
        StringBuilder bomb = new StringBuilder(LEAST + "journeys:\n  a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            bomb.append("  a%d: &a%d [".formatted(i, i))
                    .append("*a%d, ".formatted(i - 1).repeat(9))
                    .append("]\n");
        }

        assertThatThrownBy(() -> reader.read(bomb.toString(), "x.yaml"))
                .isInstanceOf(ContractRefused.class)
                .hasMessageContaining("more than 50000 values; are aliases nested?");
        assertThatThrownBy(() -> reader.read("a: &a [*a]", "x.yaml"))
                .isInstanceOf(ContractRefused.class)
                .hasMessageContaining("an alias stands inside the value that it repeats");
        assertThatThrownBy(() -> reader.read("[".repeat(10_000), "x.yaml"))
                .isInstanceOf(ContractRefused.class)
                .hasMessageContaining("this is not YAML");
    }

    @Test
    void says_no_more_than_twenty_things_at_once() {
        StringBuilder many = new StringBuilder(LEAST);
        for (int i = 0; i < 50; i++) {
            many.append("key").append(i).append(": 1\n");
        }

        assertThatThrownBy(() -> reader.read(many.toString(), "x.yaml"))
                .isInstanceOfSatisfying(
                        ContractRefused.class, e -> assertThat(e.complaints()).hasSize(20));
    }
}
