package dev.seaworthy.ratelimit.scope;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.seaworthy.ratelimit.session.Entry;
import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.session.Stage;
import dev.seaworthy.ratelimit.verdict.Section;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was found out about ways around the limit, as JSON and as text. */
final class BypassSection {
    private final Journal journal;
    private final Known known;
    private final Usual usual;
    private final Section section = new Section();
    private final List<String> unrouted = new ArrayList<>();
    private final List<String> open = new ArrayList<>();
    private int same;
    private int around;

    BypassSection(Journal journal, Known known, Usual usual) {
        this.journal = journal;
        this.known = known;
        this.usual = usual;
    }

    /** Usual requests, of all stages. */
    static List<Entry> controls(Journal journal) {
        return journal.entries().stream().filter(Entry::isControl).toList();
    }

    Section section() {
        List<Entry> stage = journal.of(Stage.BYPASS);
        Signature baseline = Signature.of(controls(journal));
        ArrayNode bypass = section.json().putArray("bypass");
        for (Spellings.Spelling spelling : Spellings.of(usual)) {
            spelling(bypass.addObject(), spelling, stage, baseline);
        }
        if (around == 0) {
            section.line("Bypass", same == 0 ? "not known" : "none found");
        }
        if (same > 0) {
            section.line("Bypass", same + (same == 1 ? " spelling counts" : " spellings count") + " on the same quota");
        }
        if (!unrouted.isEmpty()) {
            section.line("Bypass", "not served like the usual request: " + String.join(", ", unrouted));
        }
        if (!open.isEmpty()) {
            String reason = journal.stops().getOrDefault(Stage.BYPASS, "");
            section.line(
                    "Bypass", "not known for " + String.join(", ", open) + (reason.isEmpty() ? "" : ": " + reason));
        }
        return section;
    }

    private void spelling(
            ObjectNode json, Spellings.Spelling spelling, List<Entry> stage, @Nullable Signature baseline) {
        Reading.Look look = answer -> baseline != null && baseline.fits(answer, spelling.withBody());
        Reading reading = Reading.of(stage, spelling.name(), known, look);
        Rotation rotation = Rotation.of(stage, spelling.name(), look);
        Bucket bucket = baseline == null ? null : reading.bucket();
        Rotation.Verdict verdict = verdict(bucket, rotation);
        json.put("variation", spelling.name())
                .put("bucket", bucket == null ? null : bucket.name())
                .put("rotatedAdmitted", rotation == null ? null : rotation.admitted())
                .put("rotatedSent", rotation == null ? null : rotation.sent())
                .put("verdict", verdict == null ? null : verdict.name());
        if (bucket == null) {
            open.add(spelling.name());
        } else if (bucket == Bucket.OTHER) {
            around++;
            section.line("Bypass", words(spelling, rotation, verdict));
        } else if (bucket == Bucket.SAME) {
            same++;
        } else {
            unrouted.add(spelling.name() + (bucket == Bucket.UNAUTHENTICATED ? " (asks for a credential)" : ""));
        }
    }

    private Rotation.@Nullable Verdict verdict(@Nullable Bucket bucket, @Nullable Rotation rotation) {
        if (bucket == null) {
            return null;
        }
        if (bucket != Bucket.OTHER) {
            return Rotation.Verdict.NONE;
        }
        return rotation == null ? null : rotation.verdict(known);
    }

    private static String words(
            Spellings.Spelling spelling, @Nullable Rotation rotation, Rotation.@Nullable Verdict verdict) {
        String what = spelling.name() + " escapes the exhausted quota: ";
        if (rotation == null || verdict == null) {
            return what + "how much it is given is not known  [MEDIUM]";
        }
        String given = rotation.admitted() + " of " + rotation.sent()
                + (spelling.values() > 1 ? " with ever other values" : " in a row") + " admitted";
        return verdict == Rotation.Verdict.UNLIMITED
                ? what + "unlimited, " + given + "  [HIGH]"
                : what + "a second quota, " + given + "  [MEDIUM]";
    }
}
