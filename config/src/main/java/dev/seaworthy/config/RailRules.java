package dev.seaworthy.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.kernel.AllowList;
import dev.seaworthy.kernel.TimeSource;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The safety rails that can be judged before anything is sent: scope, production, rates and budget. */
final class RailRules {
    private static final Pointer RAILS = Pointer.ROOT.child("rails");
    private static final Pointer UNTIL = RAILS.child("authorisation").child("until");

    private final JsonNode root;
    private final Complaints complaints;
    private final List<String> warnings;
    private final TimeSource time;
    private final ProductionGuard guard = new ProductionGuard();

    RailRules(JsonNode root, Complaints complaints, List<String> warnings, TimeSource time) {
        this.root = root;
        this.complaints = complaints;
        this.warnings = warnings;
        this.time = time;
    }

    /**
     * Checks scope and production.
     *
     * @param overrides targets that were not written in the file; they need no entry in its allow-list
     */
    void hosts(TargetOverride overrides) {
        Map<Pointer, URI> targets = targets();
        Map<Pointer, URI> allowed = allowed();
        if (root.path("rails").path("allow").isArray()
                && allowed.size() == root.path("rails").path("allow").size()) {
            AllowList list = AllowList.of(allowed.values());
            targets.forEach((at, uri) -> {
                if (!list.permits(uri) && !overrides.replaces(at.key())) {
                    complaints.rail(
                            at,
                            origin(uri) + " is outside rails.allow " + list.origins()
                                    + "; add it there, or drop rails.allow to allow the targets alone");
                }
            });
        }
        targets.putAll(allowed);
        targets.forEach(this::production);
    }

    private static String origin(URI uri) {
        return String.join("", AllowList.of(List.of(uri)).origins());
    }

    private Map<Pointer, URI> targets() {
        UriRules rules = new UriRules(complaints);
        Pointer at = Pointer.ROOT.child("targets");
        Map<Pointer, URI> uris = new LinkedHashMap<>();
        for (String key : List.of("http", "auth", "websocket")) {
            List<String> schemes = key.equals("websocket") ? List.of("ws", "wss") : List.of("http", "https");
            rules.check(at.child(key), root.path("targets").path(key), schemes, false)
                    .ifPresent(uri -> uris.put(at.child(key), uri));
        }
        return uris;
    }

    private Map<Pointer, URI> allowed() {
        UriRules rules = new UriRules(complaints);
        Map<Pointer, URI> uris = new LinkedHashMap<>();
        JsonNode allow = root.path("rails").path("allow");
        for (int i = 0; i < allow.size(); i++) {
            Pointer at = RAILS.child("allow").child(i);
            rules.check(at, allow.get(i), List.of("http", "https", "ws", "wss"), true)
                    .ifPresent(uri -> uris.put(at, uri));
        }
        return uris;
    }

    private void production(Pointer at, URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        Optional<String> suspicion = guard.suspicion(host);
        if (suspicion.isEmpty()) {
            return;
        }
        String why = host + " looks like production: " + suspicion.get();
        if (!authorisedHosts().contains(host)) {
            complaints.rail(
                    at,
                    why + "; if you may probe it, give rails.authorised-for: " + host
                            + " and rails.authorisation {who, until, ticket}");
            return;
        }
        JsonNode authorisation = root.path("rails").path("authorisation");
        if (!authorisation.path("until").isTextual()) {
            return;
        }
        String until = authorisation.path("until").asText();
        Optional<Instant> end = end(until);
        if (end.isEmpty()) {
            complaints.about(UNTIL, "found \"" + until + "\", which is no date; expected e.g. 2026-12-31");
        } else if (!time.wallClock().isBefore(end.get())) {
            complaints.rail(UNTIL, "the authorisation to probe " + host + " ended: " + until);
        } else {
            warnings.add(why + "; authorised by " + authorisation.path("who").asText() + " until " + until + ", "
                    + authorisation.path("ticket").asText());
        }
    }

    private List<String> authorisedHosts() {
        JsonNode node = root.path("rails").path("authorised-for");
        List<String> hosts = new ArrayList<>();
        if (node.isTextual()) {
            hosts.add(node.textValue().toLowerCase(Locale.ROOT));
        }
        node.forEach(host -> hosts.add(host.asText().toLowerCase(Locale.ROOT)));
        return hosts;
    }

    /** A date holds to its last moment in UTC. */
    private static Optional<Instant> end(String until) {
        try {
            return Optional.of(
                    until.contains("T")
                            ? Instant.parse(until.length() == 17 ? until.replace("Z", ":00Z") : until)
                            : LocalDate.parse(until)
                                    .plusDays(1)
                                    .atStartOfDay(ZoneOffset.UTC)
                                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
