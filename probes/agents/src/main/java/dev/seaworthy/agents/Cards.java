package dev.seaworthy.agents;

import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.SafetyClass;
import dev.seaworthy.kernel.Severity;
import java.util.List;

/** What each check says of itself. */
final class Cards {
    private static final String EXECUTE =
            "curl -si -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json'" + " -d ";

    static final CheckCard DISCOVERED = new CheckCard(
                    new Claim(
                            "agents.discovered",
                            "Discovery lists the required agents, and they are ready",
                            Severity.HIGH,
                            "the contract, probes.agents.discovery"),
                    "One request for the list of agents, with a valid credential",
                    "A list that is not empty and has every required name, each with a status that counts as ready",
                    "Discovery works and promises these agents. Whether they work is the business of agents.execute",
                    "An empty list, a required name that is missing, or one that is not ready",
                    "curl -s -H \"Authorization: Bearer $TOKEN\" $URL_OF_DISCOVERY")
            .with(new Footprint(SafetyClass.OWN_SESSIONS, 0, "a session of a test user"));

    static final CheckCard EXECUTED = new CheckCard(
                    new Claim(
                            "agents.execute",
                            "An agent's answer is made from the request that asked for it",
                            Severity.CRITICAL,
                            "the contract, probes.agents.execution"),
                    "Two executions, each with a random nonce that no earlier request carried",
                    "The expected status, a status of success in the body, the own nonce in each answer, and two different answers",
                    "The answer is no constant, no cache and nobody else's. It does not judge how good the answer is",
                    "A nonce that does not come back, the same answer to both, or a body that admits a failure",
                    EXECUTE
                            + "'{\"agent\":\"reverse\",\"message\":\"ship ahoy\",\"nonce\":\"n-'$RANDOM'\"}' $URL_OF_EXECUTION")
            .with(new Footprint(SafetyClass.OWN_SESSIONS, 0, "a session of a test user, and what agents made in it"));

    static final CheckCard HONEST = new CheckCard(
                    new Claim(
                            "agents.failures-honest",
                            "An execution that fails says so by its status",
                            Severity.HIGH,
                            "RFC 9110 section 15; the contract, probes.agents.failures"),
                    "One good execution as a control, then each execution that must fail, e.g. of an unknown agent",
                    "The control succeeds; each of the others answers with its declared status, or any from 400 to 599",
                    "Clients, proxies and monitors can see failures. Failures inside an agent that works are not provoked",
                    "A status of success for an execution that cannot have succeeded",
                    EXECUTE + "'{\"agent\":\"no-such-agent\",\"message\":\"ship ahoy\"}' $URL_OF_EXECUTION | head -1")
            .with(new Footprint(SafetyClass.OWN_SESSIONS, 0, "a session of a test user, and what agents made in it"));

    static final List<CheckCard> ALL = List.of(DISCOVERED, EXECUTED, HONEST);

    private Cards() {}
}
