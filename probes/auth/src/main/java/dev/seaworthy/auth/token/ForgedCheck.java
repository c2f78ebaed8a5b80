package dev.seaworthy.auth.token;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Mutant;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Finding;
import java.util.List;

/** A row of the catalogue: forged tokens of one kind, each of which must be refused. */
final class ForgedCheck implements AuthCheck {
    private final CheckCard card;
    private final boolean key;
    private final int everywhere;
    private final Rows rows;

    private ForgedCheck(CheckCard card, boolean key, int everywhere, Rows rows) {
        String where = everywhere == 0 ? " To the first route." : " On further routes only the plainest of them.";
        this.card = new CheckCard(
                card.claim(),
                card.sends() + where,
                card.expects(),
                card.proves(),
                card.falsifier(),
                card.byHand(),
                card.footprint());
        this.key = key;
        this.everywhere = everywhere;
        this.rows = rows;
    }

    /**
     * Of tokens that nobody signed with the right key.
     *
     * @param everywhere how many of them, from the first on, are tried on every route
     */
    static ForgedCheck unkeyed(CheckCard card, int everywhere, Rows rows) {
        return new ForgedCheck(card, false, everywhere, rows);
    }

    /** Of tokens that the contract's test key has signed. */
    static ForgedCheck keyed(CheckCard card, int everywhere, Rows rows) {
        return new ForgedCheck(card, true, everywhere, rows);
    }

    @Override
    public CheckCard card() {
        return card;
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        try {
            Workshop workshop = key ? Workshop.withKey(bench) : Workshop.withoutKey(bench);
            List<Mutant> mutants = rows.of(workshop);
            return new RefusalTrial(bench, claim, workshop.valid()).refuses(mutants, everywhere);
        } catch (Inapplicable e) {
            return Finding.skipped(claim, e.reason());
        } catch (IllegalArgumentException e) {
            return Finding.error(claim, String.valueOf(e.getMessage()));
        }
    }

    /** What is tried. */
    interface Rows {
        /**
         * The tokens of this row, at least one.
         *
         * @throws Inapplicable if there is none for such a token
         */
        List<Mutant> of(Workshop workshop) throws Inapplicable, CredentialRefused, InterruptedException;
    }
}
