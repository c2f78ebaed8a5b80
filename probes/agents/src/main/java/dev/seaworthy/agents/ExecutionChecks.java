package dev.seaworthy.agents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Undecided;
import dev.seaworthy.wire.HttpAnswer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code agents.execute} and {@code agents.failures-honest}: answers are made from requests, and failures look like it. */
final class ExecutionChecks {
    private static final String UNDECLARED = "not in the contract: probes.agents.execution";

    private final Desk desk;
    private final AgentsSettings settings;

    ExecutionChecks(Desk desk, AgentsSettings settings) {
        this.desk = desk;
        this.settings = settings;
    }

    Finding execute(Claim claim) throws Undecided, InterruptedException {
        AgentsSettings.Execution declared = settings.execution();
        if (declared == null) {
            return Finding.skipped(claim, UNDECLARED);
        }
        ContractCall call = desk.call(declared.operation(), declared.body());
        List<Exchange> exchanges = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        String shed = null;
        for (int i = 0; i < 2; i++) {
            String nonce = desk.nonce();
            HttpAnswer answer = desk.ask(call, nonce);
            exchanges.add(answer.exchange());
            if (answer.status() == 429 || answer.status() == 503) {
                shed = "an execution was shed with " + answer.status() + "; retry later";
                break;
            }
            Optional<String> wrong = AnswerOracle.violation(call, declared, answer.status(), answer.body(), nonce);
            if (wrong.isPresent()) {
                return Finding.fail(claim, wrong.get(), Evidence.of(exchanges));
            }
            texts.add(Desk.read(answer.body()).at(declared.answer()).asText(""));
        }
        if (shed != null) {
            return Finding.unproven(claim, shed, Evidence.of(exchanges));
        }
        return texts.get(0).equals(texts.get(1))
                ? Finding.fail(claim, "two requests with different nonces got the same answer", Evidence.of(exchanges))
                : Finding.pass(
                        claim,
                        "each of two executions brought its own nonce back, in different answers",
                        Evidence.of(exchanges));
    }

    Finding failuresHonest(Claim claim) throws Undecided, InterruptedException {
        AgentsSettings.Execution declared = settings.execution();
        if (declared == null || settings.failures().isEmpty()) {
            return Finding.skipped(
                    claim, declared == null ? UNDECLARED : "not in the contract: probes.agents.failures");
        }
        List<Exchange> exchanges = new ArrayList<>();
        Finding lost = control(claim, declared, exchanges);
        if (lost != null) {
            return lost;
        }
        Map<String, Object> statuses = new LinkedHashMap<>();
        List<String> wrong = new ArrayList<>();
        List<String> shed = new ArrayList<>();
        for (AgentsSettings.Failure failure : settings.failures()) {
            HttpAnswer answer = desk.ask(desk.call(declared.operation(), failure.body()), desk.nonce());
            exchanges.add(answer.exchange());
            statuses.put(failure.name(), answer.status());
            if (failure.isHonest(answer.status())) {
                continue;
            }
            String what = failure.name() + " answered " + answer.status() + claimed(declared, answer) + ", not "
                    + failure.expected();
            (answer.status() == 429 || answer.status() == 503 ? shed : wrong).add(what);
        }
        Evidence evidence = Evidence.of(exchanges);
        Finding finding;
        if (!wrong.isEmpty()) {
            finding = Finding.fail(claim, String.join("; ", wrong), evidence);
        } else if (!shed.isEmpty()) {
            finding = Finding.unproven(claim, String.join("; ", shed), evidence);
        } else {
            finding = Finding.pass(
                    claim,
                    "every execution that must fail said so: "
                            + statuses.toString().replaceAll("[{}]", ""),
                    evidence);
        }
        return finding.with("statuses", statuses);
    }

    /** A good execution must succeed; where everything is refused, a refusal of the bad ones shows nothing. */
    private @Nullable Finding control(Claim claim, AgentsSettings.Execution declared, List<Exchange> exchanges)
            throws Undecided, InterruptedException {
        ContractCall call = desk.call(declared.operation(), declared.body());
        HttpAnswer answer = desk.ask(call, desk.nonce());
        exchanges.add(answer.exchange());
        return call.expects(answer.status())
                ? null
                : Finding.unproven(
                        claim,
                        "the control, a good execution, answered " + answer.status() + " as well",
                        Evidence.of(exchanges));
    }

    /** What the body says of a failure that came with a status of success. */
    private static String claimed(AgentsSettings.Execution declared, HttpAnswer answer) {
        JsonNode status = declared.status() == null
                ? Desk.read(new byte[0])
                : Desk.read(answer.body()).at(declared.status());
        return status.isValueNode() && !status.isNull() ? " with status '" + status.asText() + "' in the body" : "";
    }
}
