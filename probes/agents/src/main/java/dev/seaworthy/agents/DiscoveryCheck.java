package dev.seaworthy.agents;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Undecided;
import dev.seaworthy.wire.HttpAnswer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code agents.discovered}: discovery lists agents, the required ones among them and ready. */
final class DiscoveryCheck {
    private final Desk desk;
    private final AgentsSettings.@Nullable Discovery declared;

    DiscoveryCheck(Desk desk, AgentsSettings settings) {
        this.desk = desk;
        this.declared = settings.discovery();
    }

    Finding run(Claim claim) throws Undecided, InterruptedException {
        if (declared == null) {
            return Finding.skipped(claim, "not in the contract: probes.agents.discovery");
        }
        ContractCall call = desk.call(declared.operation(), null);
        HttpAnswer answer = desk.ask(call, desk.nonce());
        Evidence evidence = Evidence.of(answer.exchange());
        if (answer.status() == 429 || answer.status() == 503) {
            return Finding.unproven(claim, "discovery was shed with " + answer.status() + "; retry later", evidence);
        }
        if (!call.expects(answer.status())) {
            return Finding.fail(claim, "discovery answered " + answer.status(), evidence);
        }
        JsonNode list = Desk.read(answer.body()).at(declared.list());
        if (!list.isArray() && !list.isObject()) {
            return Finding.fail(claim, "the answer has no list at '" + declared.list() + "'", evidence);
        }
        return judge(claim, declared, statuses(list, declared), evidence);
    }

    private static Finding judge(
            Claim claim, AgentsSettings.Discovery declared, Map<String, String> found, Evidence evidence) {
        List<String> wrong = new ArrayList<>();
        for (String name : declared.required()) {
            String status = found.get(name);
            if (status == null) {
                wrong.add(name + " is not listed");
            } else if (!declared.ready().isEmpty() && !declared.ready().contains(status)) {
                wrong.add(name + " is '" + status + "'");
            }
        }
        Finding finding;
        if (found.isEmpty()) {
            finding = Finding.fail(claim, "discovery lists no agent", evidence);
        } else if (!wrong.isEmpty()) {
            finding = Finding.fail(claim, String.join(", ", wrong), evidence);
        } else {
            finding = Finding.pass(
                    claim, found.size() + " agents listed, every required one among them and ready", evidence);
        }
        return finding.with("agents", found);
    }

    /** Names to statuses. An object's member names count as names where its entries carry none. */
    private static Map<String, String> statuses(JsonNode list, AgentsSettings.Discovery declared) {
        Map<String, String> statuses = new LinkedHashMap<>();
        if (list.isObject()) {
            list.fields().forEachRemaining(entry -> statuses.put(entry.getKey(), status(entry.getValue(), declared)));
            return statuses;
        }
        for (JsonNode entry : list) {
            String name = entry.at(declared.name()).asText("");
            if (!name.isEmpty()) {
                statuses.put(name, status(entry, declared));
            }
        }
        return statuses;
    }

    private static String status(JsonNode entry, AgentsSettings.Discovery declared) {
        return declared.status() == null ? "" : entry.at(declared.status()).asText("");
    }
}
