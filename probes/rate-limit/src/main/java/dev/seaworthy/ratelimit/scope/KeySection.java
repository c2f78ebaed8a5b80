package dev.seaworthy.ratelimit.scope;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seaworthy.ratelimit.verdict.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What was found out about the key, as JSON and as text. */
final class KeySection {
    private final KeyReading reading;
    private final Known known;
    private final boolean perUser;
    private final Section section = new Section();

    KeySection(KeyReading reading, Known known, boolean perUser) {
        this.reading = reading;
        this.known = known;
        this.perUser = perUser;
    }

    Section section() {
        key();
        isolation();
        if (!reading.stopped().isEmpty()) {
            section.line("Key", "ended early: " + reading.stopped());
        }
        return section;
    }

    private void key() {
        ObjectNode key = section.json().putObject("key");
        key.put("scope", reading.scope().name());
        ObjectNode matrix = key.putObject("matrix");
        List<String> cells = new ArrayList<>();
        for (String name : List.of(KeyTrial.SOMEONE, KeyTrial.ELSEWHERE, KeyTrial.SOMEONE_ELSEWHERE)) {
            Bucket bucket = KeyReading.bucket(reading.matrix(), name);
            matrix.put(name, bucket == null ? null : bucket.name());
            if (bucket != null) {
                cells.add(name + " " + bucket.name().toLowerCase(Locale.ROOT));
            }
        }
        key.put("validSandwiches", reading.valid());
        String evidence = cells.isEmpty()
                ? " (nothing to compare with: it takes a second user or a second address)"
                : " (" + String.join(", ", cells) + "; " + reading.valid() + " sandwiches)";
        section.line("Key", words() + evidence);
        if (!reading.unfit().isEmpty()) {
            section.line(
                    "Key",
                    String.join(", ", reading.unfit())
                            + " refused though nothing was exhausted: says nothing about the key");
        }
    }

    private String words() {
        boolean users = KeyReading.bucket(reading.matrix(), KeyTrial.SOMEONE) != null;
        boolean addresses = KeyReading.bucket(reading.matrix(), KeyTrial.ELSEWHERE) != null;
        return switch (reading.scope()) {
            case TOKEN ->
                "each token has a quota"
                        + (addresses ? " wherever it comes from" : "; whether the address counts too is not known");
            case IP ->
                "each address has a quota" + (users ? " whoever it is" : "; whether the token counts too is not known");
            case TOKEN_AND_IP -> "each token has a quota at each address";
            case GLOBAL -> "one quota for everybody";
            case UNKNOWN -> unknown();
        };
    }

    private String unknown() {
        if (reading.usersShare()) {
            boolean apart = KeyReading.bucket(reading.matrix(), KeyTrial.SOMEONE_ELSEWHERE) == Bucket.OTHER;
            return apart
                    ? "not one key: as if there were a limit for each token and another for each address"
                    : "users share a quota; by address or for everybody is not known";
        }
        return "not known";
    }

    private void isolation() {
        KeyReading.Count count = reading.count();
        ObjectNode isolation = section.json().putObject("isolation");
        isolation.put("otherKeyQuota", count == null ? null : count.admitted());
        isolation.put("expected", known.whole());
        Boolean pass = count == null ? null : passes(count);
        if (count != null) {
            isolation.put("pass", pass);
            section.line("Isolation", counted(count, pass));
            return;
        }
        boolean finding = perUser && reading.usersShare();
        isolation.put("pass", finding ? Boolean.FALSE : null);
        isolation.put("skipped", skipped());
        section.line(
                "Isolation",
                finding
                        ? "declared for each user, but users share one quota: one can lock out the others  [HIGH]"
                        : "not tried: " + skipped());
    }

    private static String counted(KeyReading.Count count, @Nullable Boolean pass) {
        String seen = count.admitted() + " of " + count.sent() + " requests of " + count.who()
                + " admitted after the own key was exhausted";
        return pass == null
                ? seen + "; the own key had come back in between, so that says nothing"
                : pass ? "holds: " + seen : "broken: " + seen + "  [HIGH]";
    }

    /** Exactly the quota; of a bucket, also what came back meanwhile. Null if the controls did not hold. */
    private @Nullable Boolean passes(KeyReading.Count count) {
        double most = known.capacity() + known.rate() * count.seconds() + 1e-6;
        Known.Ticks ticks = known.ticks();
        if (ticks != null && ticks.lump() < known.capacity()) {
            most += ticks.lump() * (Math.floor(count.seconds() / ticks.every()) + 1);
        }
        boolean enough = count.admitted() >= known.whole();
        if (!count.held() && known.rate() == 0 && (!enough || count.admitted() > most)) {
            return null;
        }
        return enough && count.admitted() <= most;
    }

    private String skipped() {
        if (reading.usersShare()) {
            return "users share one quota";
        }
        if (!reading.stopped().isEmpty()) {
            return reading.stopped();
        }
        return reading.matrix().containsKey(KeyTrial.SOMEONE) || reading.unfit().contains(KeyTrial.SOMEONE)
                ? "whether users have different quotas is not known"
                : "there is only one user";
    }
}
