package dev.seaworthy.ratelimit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.seaworthy.ratelimit.confirm.Confirmation;
import dev.seaworthy.ratelimit.confirm.Confirmed;
import dev.seaworthy.ratelimit.confirm.Declaration;
import dev.seaworthy.ratelimit.delay.Pacing;
import dev.seaworthy.ratelimit.header.HeaderFinding;
import dev.seaworthy.ratelimit.header.HeaderTruth;
import dev.seaworthy.ratelimit.header.PromiseCheck;
import dev.seaworthy.ratelimit.identify.Comparison;
import dev.seaworthy.ratelimit.identify.Identification;
import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Entry;
import dev.seaworthy.ratelimit.session.Frontier;
import dev.seaworthy.ratelimit.session.Stage;
import dev.seaworthy.ratelimit.verdict.Section;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Draws the verdicts from what an examination showed. Pure functions: the same journal gives the same opinions. */
final class Judgement {
    private Judgement() {}

    /** Whether the limit refuses anything at all, and not only beyond what the declaration admits. */
    static Opinion enforced(Examined seen) {
        Frontier frontier = seen.frontier();
        if (!seen.journal().sawLimit()) {
            if (seen.refutedByFrontier()) {
                return Opinion.fail(frontier.text() + declared(seen, "; declared is "));
            }
            if (seen.delays()) {
                return Opinion.pass("does not refuse, but delays: " + delay(seen));
            }
            return Opinion.unproven(
                    seen.frontier().last().admitted() == 0
                            ? "no request could be admitted, so none can be refused: " + seen.stopped()
                            : frontier.text()
                                    + declared(seen, "; declared is ")
                                    + (seen.stopped().isEmpty() ? "" : "; " + seen.stopped()));
        }
        Confirmed confirmed = seen.confirmed();
        Optional<Confirmed.Test> lax = confirmed == null
                ? Optional.empty()
                : confirmed.checks().stream()
                        .filter(test -> test.id().equals("C2") && !test.pass())
                        .findFirst();
        if (lax.isPresent()) {
            return Opinion.fail("refuses, but too late: " + lax.get().detail() + declared(seen, "; declared is "));
        }
        int nth = 0;
        for (Entry entry : seen.journal().entries()) {
            nth++;
            if (entry.answer().refused()) {
                break;
            }
        }
        return Opinion.pass("request " + nth + " was the first to be refused, with "
                + firstRefusal(seen).text() + declared(seen, "; declared is "));
    }

    /** Whether as much is admitted as was declared. */
    static Opinion amount(Examined seen) {
        Optional<Opinion> undecided = undecided(seen);
        if (undecided.isPresent()) {
            return undecided.get();
        }
        Declaration declaration = seen.order().declaration();
        Identification identified = seen.identification();
        if (declaration == null) {
            return Opinion.skipped(
                    "nothing is declared or announced, so nothing can be held against it; add quota and per, or"
                            + " burst and refill");
        }
        Confirmed confirmed = seen.confirmed();
        if (confirmed != null && confirmed.result() == Confirmed.Result.CONFIRMED) {
            return Opinion.pass(declaration.allowance().text() + ": " + confirmed.text());
        }
        if (declaration.allowance().recovery() > Confirmation.LONGEST) {
            return confirmed != null && confirmed.result() == Confirmed.Result.REFUTED
                    ? Opinion.fail(declaration.allowance().text() + ": " + confirmed.text())
                    : Opinion.skipped("a recovery above " + Math.round(Confirmation.LONGEST) + " s is not waited for");
        }
        Optional<Comparison> compared =
                identified == null ? Optional.empty() : identified.compared(declaration.allowance());
        String refuted = declaration.allowance().text() + (confirmed == null ? "" : ": " + confirmed.text());
        if (identified != null && compared.isPresent()) {
            String found = refuted + "; identified with confidence " + identified.confidence() + ": "
                    + compared.get().detail();
            return compared.get().same() ? Opinion.pass(found) : Opinion.fail(found);
        }
        return confirmed != null && confirmed.result() == Confirmed.Result.REFUTED
                ? Opinion.fail(refuted)
                : Opinion.unproven(refuted + stopped(seen));
    }

    /** Whether a refusal says when to come back, and whether that is true. */
    static Opinion retryAfter(Examined seen) {
        Optional<Opinion> undecided = undecided(seen);
        if (undecided.isPresent()) {
            return undecided.get();
        }
        List<HeaderFinding> findings = seen.headers().findings();
        Optional<HeaderFinding> broken = findings.stream()
                .filter(finding -> finding.severity().equals("HIGH"))
                .findFirst();
        if (broken.isPresent()) {
            return Opinion.fail(broken.get().field() + " " + broken.get().text());
        }
        if (findings.stream().anyMatch(finding -> finding.text().equals(HeaderTruth.SILENT))) {
            return Opinion.skipped(
                    "refusals do not say when to come back, which RFC 6585 leaves open, so there is no promise");
        }
        List<PromiseCheck> kept = seen.headers().promisesTested().stream()
                .filter(PromiseCheck::admitted)
                .toList();
        if (kept.isEmpty()) {
            return Opinion.unproven("what refusals promise was not put to the test" + stopped(seen));
        }
        PromiseCheck first = kept.get(0);
        return Opinion.pass(first.field() + ": " + first.value()
                + " was kept: refused before, silent until then, admitted afterwards");
    }

    /** Whether what is announced of the limit is true. */
    static Opinion headers(Examined seen) {
        Optional<Opinion> undecided = undecided(seen);
        if (undecided.isPresent()) {
            return undecided.get();
        }
        List<String> lies = seen.headers().findings().stream()
                .filter(finding ->
                        !finding.severity().equals("HIGH") && !finding.text().equals(HeaderTruth.SILENT))
                .map(finding -> finding.field() + " " + finding.text())
                .toList();
        if (!lies.isEmpty()) {
            return Opinion.fail(String.join("; ", lies));
        }
        if (seen.headers().forms().stream().allMatch("retry-after"::equals)) {
            return Opinion.skipped("the answers announce neither the limit nor what is left of it");
        }
        return seen.limiter().isPresent()
                ? Opinion.pass("what " + String.join(", ", seen.headers().forms())
                        + " fields say of limit and remainder agrees with what was admitted")
                : Opinion.unproven("the limiter is not known well enough to hold its fields against it");
    }

    /** Whether another user is left alone. */
    static Opinion isolation(Examined seen) {
        if (!seen.order().perUser()) {
            return Opinion.skipped("the limit is not declared to count each user alone");
        }
        return told(seen, Stage.KEY, Order.Part.KEY, "key", () -> {
            JsonNode pass = seen.told(Stage.KEY, "/isolation/pass");
            String lines = lines(seen, Stage.KEY);
            JsonNode skipped = seen.told(Stage.KEY, "/isolation/skipped");
            if (pass.isBoolean()) {
                return pass.asBoolean() ? Opinion.pass(lines) : Opinion.fail(lines);
            }
            return skipped.asText().equals("there is only one user")
                    ? Opinion.skipped("a second user is needed: another account of the identity, or a neighbour")
                    : Opinion.unproven(lines);
        });
    }

    /** Whether another spelling of the request gets around the limit. */
    static Opinion bypass(Examined seen) {
        return told(seen, Stage.BYPASS, Order.Part.BYPASS, "bypass", () -> {
            int known = 0;
            for (JsonNode one : seen.told(Stage.BYPASS, "/bypass")) {
                if (one.path("bucket").asText().equals("OTHER")) {
                    return Opinion.fail(lines(seen, Stage.BYPASS));
                }
                known += one.path("bucket").isNull() ? 0 : 1;
            }
            return known == 0 || seen.journal().stops().containsKey(Stage.BYPASS)
                    ? Opinion.unproven(lines(seen, Stage.BYPASS))
                    : Opinion.pass(known + " spellings tried: " + lines(seen, Stage.BYPASS));
        });
    }

    /** Whether the limit holds when many arrive at the same instant. */
    static Opinion leak(Examined seen) {
        return told(seen, Stage.LEAK, Order.Part.LEAK, "leak", () -> {
            JsonNode max = seen.told(Stage.LEAK, "/leak/max");
            String lines = lines(seen, Stage.LEAK);
            if (!max.isNumber()) {
                return Opinion.unproven(lines);
            }
            return max.asInt() > 0
                    ? Opinion.fail(lines)
                    : seen.limiter().isPresent()
                            ? Opinion.pass(lines)
                            : Opinion.unproven("the quota is not certain; " + lines);
        });
    }

    /** Whether the limit is the same under load. */
    static Opinion underLoad(Examined rested, Examined loaded) {
        Confirmed confirmed = loaded.confirmed();
        if (confirmed == null || !loaded.journal().sawLimit()) {
            return Opinion.fail(
                    "refuses at rest, and under load: " + loaded.frontier().text());
        }
        JsonNode leak = loaded.told(Stage.LEAK, "/leak/max");
        JsonNode before = rested.told(Stage.LEAK, "/leak/max");
        String seen = "under load " + confirmed.declaration().allowance().text() + " is " + confirmed.text();
        String volleys = leak.isNumber() ? "; volleys admitted up to " + leak.asInt() + " too many" : "";
        if (confirmed.result() == Confirmed.Result.REFUTED || leak.asInt() > before.asInt()) {
            return Opinion.fail(seen + volleys + (before.isNumber() ? ", at rest " + before.asInt() : ""));
        }
        return confirmed.result() == Confirmed.Result.CONFIRMED
                ? Opinion.pass(seen + volleys)
                : Opinion.unproven(seen + stopped(loaded));
    }

    private static Opinion told(Examined seen, Stage stage, Order.Part part, String name, Supplier<Opinion> opinion) {
        Optional<Opinion> undecided = undecided(seen);
        if (undecided.isPresent()) {
            return undecided.get();
        }
        if (!seen.order().parts().contains(part)) {
            return Opinion.skipped("not asked for; add " + name + " to tries");
        }
        return seen.parts().containsKey(stage)
                ? opinion.get()
                : Opinion.unproven("could not be tried"
                        + (seen.stopped().isEmpty()
                                ? ": the limiter is not known well enough," + " or takes more than a minute to recover"
                                : stopped(seen)));
    }

    private static String lines(Examined seen, Stage stage) {
        Section section = seen.parts().get(stage);
        return section == null ? "" : section.text();
    }

    /** Whether a limited caller is served again. */
    static Opinion recovers(Examined seen) {
        Optional<Opinion> undecided = undecided(seen);
        if (undecided.isPresent()) {
            return undecided.get();
        }
        Declaration declaration = seen.order().declaration();
        if (declaration != null && declaration.allowance().recovery() > Confirmation.LONGEST) {
            return Opinion.skipped("a recovery above " + Math.round(Confirmation.LONGEST) + " s is not waited for");
        }
        boolean refused = false;
        for (Entry entry : seen.journal().entries()) {
            if (entry.isControl() && entry.answer().refused()) {
                refused = true;
            } else if (entry.isControl() && entry.answer().admitted() && refused) {
                Confirmed confirmed = seen.confirmed();
                return confirmed != null && confirmed.lockedOut()
                        ? Opinion.fail("refused after a silent rest of the whole declared recovery"
                                + declared(seen, "; declared is "))
                        : Opinion.pass(
                                "admitted again after the refusals" + declared(seen, ", no later than declared: "));
            }
        }
        return Opinion.fail(
                "never admitted again within " + Math.round(seen.journal().seconds()) + " s" + stopped(seen));
    }

    private static Optional<Opinion> undecided(Examined seen) {
        return seen.journal().sawLimit()
                ? Optional.empty()
                : Optional.of(Opinion.unproven(
                        "no request was refused, so there is no refusal to look at; see rate-limit.enforced"));
    }

    private static String delay(Examined seen) {
        Pacing pacing = seen.pacing();
        return pacing == null ? "" : pacing.section().text();
    }

    private static Answer firstRefusal(Examined seen) {
        return seen.journal().entries().stream()
                .map(Entry::answer)
                .filter(Answer::refused)
                .findFirst()
                .orElseThrow();
    }

    private static String declared(Examined seen, String before) {
        Declaration declaration = seen.order().declaration();
        return declaration == null ? "" : before + declaration.allowance().text();
    }

    private static String stopped(Examined seen) {
        return seen.stopped().isEmpty() ? "" : " (" + seen.stopped() + ")";
    }
}
