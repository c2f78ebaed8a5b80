package dev.seaworthy.auth.transport;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Reading;
import dev.seaworthy.auth.settings.CrossOriginSettings;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.wire.HttpAnswer;

/**
 * One rule read from the {@link OriginMatrix}, which is measured once for all of them.
 *
 * @param rule what it says of the matrix
 */
record CrossOriginCheck(CheckCard card, Rule rule) implements AuthCheck {
    /** What a rule says of the matrix. */
    @FunctionalInterface
    interface Rule {
        void judge(OriginMatrix matrix, CrossOriginSettings settings, Judgement judgement);
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        CrossOriginSettings settings = bench.settings().cors();
        if (settings == null || settings.origins().isEmpty()) {
            return Finding.skipped(
                    claim, "not in the contract: probes.auth.cors.origins, i.e. the origins of browser applications");
        }
        OriginMatrix matrix = bench.survey(OriginMatrix.class, at -> OriginMatrix.measure(at, settings));
        Judgement judgement = new Judgement();
        rule.judge(matrix, settings, judgement);
        matrix.cells().stream()
                .filter(cell -> cell.way() == OriginMatrix.Way.ANONYMOUS)
                .filter(cell -> matrix.route().read(cell.answer(), CredentialClass.NONE) == Reading.ACCEPTED)
                .findFirst()
                .ifPresent(cell -> judgement.doubted(matrix.route() + " lets everybody in (" + cell + ", status "
                        + cell.answer().status() + "), so there is nothing for the rule to guard"));
        if (!matrix.isComplete()) {
            HttpAnswer last = matrix.cells().get(matrix.cells().size() - 1).answer();
            judgement.doubted(matrix.route() + " did not answer "
                    + matrix.cells().get(matrix.cells().size() - 1) + " (" + last.outcome() + ": " + last.detail()
                    + ")");
        }
        return judgement.fact("matrix", matrix.table()).finding(claim, matrix.exchanges());
    }
}
