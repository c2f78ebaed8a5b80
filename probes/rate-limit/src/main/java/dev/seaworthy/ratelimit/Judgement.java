package dev.seaworthy.ratelimit;

import dev.seaworthy.ratelimit.confirm.Confirmation;
import dev.seaworthy.ratelimit.confirm.Confirmed;
import dev.seaworthy.ratelimit.confirm.Declaration;
import dev.seaworthy.ratelimit.header.HeaderFinding;
import dev.seaworthy.ratelimit.header.PromiseCheck;
import dev.seaworthy.ratelimit.identify.Comparison;
import dev.seaworthy.ratelimit.identify.Identification;
import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Entry;
import dev.seaworthy.ratelimit.session.Frontier;
import java.util.List;
import java.util.Optional;

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
        if (compared.isPresent()) {
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
        Optional<HeaderFinding> unsaid =
                findings.stream().filter(finding -> finding.id().equals("H6")).findFirst();
        if (unsaid.isPresent()) {
            return Opinion.fail(unsaid.get().field() + " " + unsaid.get().text());
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
                        : Opinion.pass("admitted again after the refusals" + declared(seen, ", no later than declared: "));
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
