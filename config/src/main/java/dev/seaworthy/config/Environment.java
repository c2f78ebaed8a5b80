package dev.seaworthy.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * A contract as read: every reference resolved, every rule checked.
 *
 * @param name names the run directory and the report
 * @param description one line, may be empty
 * @param targets where things are
 * @param identities who can sign in, by name, in the contract's order
 * @param operations requests that checks use and load measures, by name, in the contract's order
 * @param probes the settings of each probe by its id, not yet bound; a probe without an entry is not part of the run
 * @param load the phases of load, in order
 * @param objectives what latency, errors and rates must be
 * @param journeys what a user needs, as checks and operations in order
 * @param rails what the harness must not do here
 */
public record Environment(
        String name,
        String description,
        Targets targets,
        Map<String, Identity> identities,
        Map<String, RequestSpec> operations,
        Map<String, JsonNode> probes,
        List<LoadPhase> load,
        List<Objective> objectives,
        List<Journey> journeys,
        Rails rails) {}
