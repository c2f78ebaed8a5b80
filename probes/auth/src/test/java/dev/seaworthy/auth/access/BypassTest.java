package dev.seaworthy.auth.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seaworthy.auth.AuthProbeFactory;
import dev.seaworthy.auth.Findings;
import dev.seaworthy.kernel.Check;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Moment;
import dev.seaworthy.kernel.Probe;
import dev.seaworthy.kernel.Verdict;
import dev.seaworthy.testkit.TwinEnvironment;
import dev.seaworthy.twin.Fault;
import dev.seaworthy.wire.HttpRequest;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BypassTest {
    private static final String NEED_A_CREDENTIAL =
            "auth\\.(login|refresh|logout|session|token|jwt|bypass|isolation|ws)\\..*";
    private static final String ONE_ROUTE = "auth: {identity: user, routes: [profile]}";

    @Test
    void names_the_header_that_was_let_in_among_all_that_went_together() throws Exception {
        Finding finding = Findings.of("auth.bypass.absent", ONE_ROUTE, Fault.BYPASS_HEADER);

        assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(finding.reason())
                .isEqualTo("GET /api/profile accepted no credential and X-E2E-Test: true (status 200)");
        assertThat(finding.facts()).containsEntry("authenticationByBypass", true);
    }

    @Test
    void tries_the_headers_of_the_contract() throws Exception {
        Finding finding = Findings.of(
                "auth.bypass.absent",
                "auth: {identity: user, routes: [profile], bypass-headers: {X-Shop-Test: staging}}",
                Fault.BYPASS_HEADER);

        assertThat(String.valueOf(finding.facts().get("violations"))).contains("X-Shop-Test: staging");
    }

    @Test
    void a_working_test_credential_is_reported_as_no_proof_of_authentication() throws Exception {
        Finding finding = Findings.of("auth.bypass.test-credential", "", Fault.BYPASS_HEADER);

        assertThat(finding.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(finding.reason())
                .contains("a test bypass is open here")
                .contains("authentication not proven by the normal path");
        assertThat(finding.facts()).containsEntry("authenticationByBypass", true);
    }

    @Test
    void where_only_the_bypass_works_no_check_of_the_probe_passes() throws Exception {
        try (TwinEnvironment environment = TwinEnvironment.start(Fault.BYPASS_HEADER, Fault.LOGIN_BROKEN);
                Probe probe = environment.open(new AuthProbeFactory())) {
            for (Check check : probe.checks()) {
                if (check.moment() == Moment.AT_REST && check.card().id().matches(NEED_A_CREDENTIAL)) {
                    assertThat(check.run().verdict()).as(check.card().id()).isNotEqualTo(Verdict.PASS);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "auth.bypass.test-credential, probes.auth.access.test-credential",
        "auth.bypass.minting, probes.auth.access.minting",
        "auth.isolation.objects, probes.auth.access.objects",
        "auth.isolation.existence, probes.auth.access.objects",
        "auth.isolation.lists, probes.auth.access.objects",
        "auth.isolation.writes, probes.auth.access.objects",
        "auth.isolation.tenants, probes.auth.access.objects",
        "auth.isolation.functions, probes.auth.access.admin",
        "auth.isolation.fields, probes.auth.access.objects",
        "auth.ws.expired, probes.auth.websocket",
        "auth.ws.negotiation, probes.auth.websocket",
    })
    void says_what_the_contract_lacks(String check, String key) throws Exception {
        Finding finding = Findings.of(check, ONE_ROUTE);

        assertThat(finding.verdict()).isEqualTo(Verdict.SKIPPED);
        assertThat(finding.reason()).startsWith("not in the contract: ").contains(key);
    }

    @Test
    void writes_a_path_in_eight_other_ways_and_keeps_its_query() {
        HttpRequest bare = HttpRequest.get(URI.create("http://127.0.0.1:7357/api/profile?limit=10"));

        assertThat(VariantsRefused.variants(bare).values())
                .extracting(request -> request.method() + " " + request.uri().getRawPath() + "?"
                        + request.uri().getRawQuery())
                .containsExactly(
                        "GET /api/profile/?limit=10",
                        "GET //api/profile?limit=10",
                        "HEAD /api/profile?limit=10",
                        "GET /api/profile?limit=10",
                        "GET /api/%2e/profile?limit=10",
                        "GET /api/%70rofile?limit=10",
                        "GET /api/PROFILE?limit=10",
                        "GET /api/profile;x?limit=10");
    }

    @Test
    void leaves_no_object_behind() throws Exception {
        try (TwinEnvironment environment = TwinEnvironment.start();
                Probe probe = environment.open(new AuthProbeFactory())) {
            Finding finding = Findings.of(probe, "auth.isolation.objects");
            assertThat(finding.facts()).containsEntry("objectsMade", 1).containsEntry("objectsLeftBehind", 0);

            // The other one is looked at by further checks, and goes at the end.
            Finding last = Findings.of(probe, "auth.cleanup.complete");
            assertThat(last.verdict()).as(last.toString()).isEqualTo(Verdict.PASS);
            assertThat(last.exchanges())
                    .extracting(Exchange::summary)
                    .filteredOn(summary -> summary.startsWith("DELETE /api/threads/"))
                    .singleElement()
                    .asString()
                    .contains(" 204 ");
        }
    }

    @Test
    void shares_an_object_between_the_checks_that_only_look_at_it() throws Exception {
        try (TwinEnvironment environment = TwinEnvironment.start();
                Probe probe = environment.open(new AuthProbeFactory())) {
            Findings.of(probe, "auth.isolation.objects");
            Finding existence = Findings.of(probe, "auth.isolation.existence");

            assertThat(existence.verdict()).as(existence.toString()).isEqualTo(Verdict.PASS);
            assertThat(existence.facts()).containsEntry("objectsMade", 0);
            assertThat(existence.exchanges())
                    .extracting(Exchange::summary)
                    .as("how it was made is evidence here, too")
                    .anyMatch(summary -> summary.startsWith("POST /api/threads -> 201"));
        }
    }

    @Test
    void counts_the_objects_that_it_could_not_remove() throws Exception {
        String block = """
                auth:
                  identity: user
                  routes: [profile]
                  access:
                    objects:
                      create: {method: POST, path: /api/threads, body: {title: x}}
                      id: /id
                      read: {path: "/api/threads/{id}"}
                """;
        Finding finding = Findings.of("auth.isolation.objects", block);

        assertThat(finding.verdict()).isEqualTo(Verdict.PASS);
        assertThat(finding.facts()).containsEntry("objectsMade", 2).containsEntry("objectsLeftBehind", 2);
    }

    @Test
    void proves_nothing_where_objects_cannot_be_made() throws Exception {
        String block = """
                auth:
                  identity: user
                  routes: [profile]
                  access:
                    objects:
                      create: {method: POST, path: /api/no-such-thing, body: {title: x}}
                      id: /id
                      read: {path: "/api/threads/{id}"}
                """;
        Finding finding = Findings.of("auth.isolation.objects", block);

        assertThat(finding.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(finding.reason()).contains("could not be made").contains("404");
    }

    @Test
    void a_path_that_does_not_exist_is_no_proof_that_administration_is_kept_apart() throws Exception {
        Finding finding = Findings.of(
                "auth.isolation.functions",
                "auth: {identity: user, routes: [profile], access: {admin: [{path: /api/admin/none}]}}");

        assertThat(finding.verdict()).isEqualTo(Verdict.UNPROVEN);
        assertThat(finding.reason()).contains("is the path right?");
    }
}
