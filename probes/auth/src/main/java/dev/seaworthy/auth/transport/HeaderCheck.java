package dev.seaworthy.auth.transport;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.wire.HttpAnswer;
import java.util.List;
import java.util.Set;

/**
 * One rule about the headers of answers, read from the {@link AnswerSet}, which is measured once for all of them.
 *
 * @param classes which answers it looks at
 * @param rule what it says of one of them
 */
record HeaderCheck(CheckCard card, Set<AnswerSet.Kind> classes, Rule rule) implements AuthCheck {
    /** What a rule says of one answer. */
    @FunctionalInterface
    interface Rule {
        void judge(AnswerSet.Kind kind, HttpAnswer answer, Judgement judgement);
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        AnswerSet set = bench.survey(AnswerSet.class, AnswerSet::measure);
        Judgement judgement = new Judgement();
        int judged = 0;
        for (AnswerSet.Kind kind : classes.stream().sorted().toList()) {
            HttpAnswer answer = set.answers().get(kind);
            if (answer == null || !answer.outcome().answered()) {
                judgement.doubted(set.route() + ": there was no answer to look at (" + kind
                        + (answer == null ? "" : ", " + answer.outcome() + ": " + answer.detail()) + ")");
            } else if (answer.status() == 429 || answer.status() == 503) {
                judgement.doubted(kind + " was turned away for the load (status " + answer.status() + ")");
            } else if (kind == AnswerSet.Kind.SUCCESS && !set.route().accepts(answer.status())) {
                judgement.doubted(set.route() + " does not accept the valid token (status " + answer.status() + ")");
            } else {
                if (kind == AnswerSet.Kind.REFUSAL
                        && set.route().read(answer, CredentialClass.NONE) == Reading.ACCEPTED) {
                    judgement.doubted(set.route() + " lets everybody in (status " + answer.status()
                            + "), so there is no refusal to look at");
                }
                rule.judge(kind, answer, judgement);
                judged++;
            }
        }
        List<Exchange> exchanges = set.exchanges();
        return judgement
                .passed("so on " + judged + (judged == 1 ? " answer" : " answers") + " of " + set.route())
                .finding(claim, exchanges);
    }
}
