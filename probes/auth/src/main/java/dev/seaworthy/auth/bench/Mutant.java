package dev.seaworthy.auth.bench;

import dev.seaworthy.auth.forge.Forgery;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.Secret;
import dev.seaworthy.wire.HttpRequest;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One thing that is sent in a credential's place.
 *
 * @param name what it is, with its article: {@code a token that ended an hour ago}
 * @param kind which expectation of the contract rules
 * @param acceptable whether it must be accepted: a control of its siblings, not a mutant
 * @param dress puts it on a bare request
 * @param forgery the forged token that it shows, with its row and its one change; empty where it shows none
 */
public record Mutant(
        String name,
        CredentialClass kind,
        boolean acceptable,
        UnaryOperator<HttpRequest> dress,
        Optional<Forgery> forgery) {
    /** One that shows no forged token. */
    public Mutant(String name, CredentialClass kind, boolean acceptable, UnaryOperator<HttpRequest> dress) {
        this(name, kind, acceptable, dress, Optional.empty());
    }

    /** Nothing at all. */
    public static final Mutant NOTHING =
            new Mutant("no credential", CredentialClass.NONE, false, UnaryOperator.identity());

    /** A bearer token that must be refused. */
    public static Mutant bearer(String name, CredentialClass kind, Secret token) {
        return new Mutant(name, kind, false, request -> request.bearer(token));
    }

    /**
     * A forged bearer token that must be refused.
     *
     * @param token its text, kept in the vault
     */
    public static Mutant forged(Forgery forgery, CredentialClass kind, Secret token) {
        return new Mutant(forgery.name(), kind, false, request -> request.bearer(token), Optional.of(forgery));
    }

    /** A forged bearer token that must be accepted, or the refusal of its siblings says nothing. */
    public static Mutant forgedControl(Forgery forgery, Secret token) {
        return new Mutant(
                forgery.name(), CredentialClass.VALID, true, request -> request.bearer(token), Optional.of(forgery));
    }

    /** A bearer token that must be accepted, or the refusal of its siblings says nothing. */
    public static Mutant control(String name, Secret token) {
        return new Mutant(name, CredentialClass.VALID, true, request -> request.bearer(token));
    }

    /** No credential, and a header that must not stand in for one. */
    public static Mutant header(String header, String value) {
        return new Mutant(
                "no credential and " + header + ": " + value,
                CredentialClass.NONE,
                false,
                request -> request.header(header, value));
    }
}
