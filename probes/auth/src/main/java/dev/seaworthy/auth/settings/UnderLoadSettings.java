package dev.seaworthy.auth.settings;

import org.jspecify.annotations.Nullable;

/**
 * Which refusals are asked for while the load runs: {@code probes.auth.under-load}.
 *
 * @param route name of the protected operation that is asked; null for the first of the probe's routes
 * @param shares how many turns ride along for each turn of the load
 * @param least how many decided turns of a class a verdict needs, at least 1; 300 unless given
 * @param canary JSON pointer to what only its owner sees in an answer of the route; null for the account's name
 * @param others another user's resource, which must stay closed; null for one that is made as {@code
 *     probes.auth.access.objects} says, where that is given
 */
public record UnderLoadSettings(
        @Nullable String route,
        Shares shares,
        Integer least,
        @Nullable String canary,
        @Nullable Others others) {
    private static final int LEAST = 300;

    /** All that is null has its default. */
    public UnderLoadSettings(
            @Nullable String route,
            @Nullable Shares shares,
            @Nullable Integer least,
            @Nullable String canary,
            @Nullable Others others) {
        this.route = route;
        this.shares = shares == null ? new Shares(null, null, null, null, null, null) : shares;
        this.least = least == null ? LEAST : least;
        this.canary = canary;
        this.others = others;
    }

    /**
     * Turns of each class for each turn of the load, from 0 (the class stays at home) to 1.
     *
     * @param forged tokens whose signature is not that of their content; 0.02 unless given
     * @param expired rightly signed tokens past their end; 0.01 unless given
     * @param revoked tokens of sessions that were ended; 0.01 unless given
     * @param none no credential; 0.01 unless given
     * @param others a valid token on another user's resource; 0.01 unless given
     * @param valid valid tokens, as the control; 0.01 unless given
     */
    public record Shares(Double forged, Double expired, Double revoked, Double none, Double others, Double valid) {
        private static final double USUAL = 0.01;

        /** All that is null has its default. */
        public Shares(
                @Nullable Double forged,
                @Nullable Double expired,
                @Nullable Double revoked,
                @Nullable Double none,
                @Nullable Double others,
                @Nullable Double valid) {
            this.forged = forged == null ? 2 * USUAL : forged;
            this.expired = expired == null ? USUAL : expired;
            this.revoked = revoked == null ? USUAL : revoked;
            this.none = none == null ? USUAL : none;
            this.others = others == null ? USUAL : others;
            this.valid = valid == null ? USUAL : valid;
        }
    }

    /**
     * A resource that belongs to one account and must not be shown to another.
     *
     * @param list a path on the route's target that lists the caller's own resources
     * @param id JSON pointer to the id of one of them
     * @param path the path of one resource, with {@code {id}} where its id goes
     */
    public record Others(String list, String id, String path) {}
}
