package dev.seaworthy.auth.token;

import static dev.seaworthy.config.RequestSpec.CredentialClass.EXPIRED;
import static dev.seaworthy.config.RequestSpec.CredentialClass.TAMPERED;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Mutant;
import dev.seaworthy.auth.forge.ClaimRows;
import dev.seaworthy.auth.forge.Forgery;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.Severity;
import java.util.ArrayList;
import java.util.List;

/** Tokens that are signed as they should be, and say what they must not. */
final class ForgedClaims {
    static final List<AuthCheck> ALL = List.of(
            notBefore(),
            expiryRequired(),
            expiryType(),
            issuedAt(),
            issuer(),
            audience(),
            duplicates(),
            subject(),
            scope(),
            critical());

    private static final List<String> PERMISSIONS = List.of("scope", "scp", "roles", "permissions");

    private ForgedClaims() {}

    private static AuthCheck notBefore() {
        return ForgedCheck.keyed(
                new CheckCard(
                                new Claim(
                                        "auth.jwt.not-before",
                                        "Every protected route refuses a token before its time",
                                        Severity.HIGH,
                                        "RFC 7519 section 4.1.5 (nbf); OWASP ASVS 5.0 9.2.1"),
                                "A token with nbf an hour from now, signed with the contract's test key.",
                                "The same claims unchanged, signed with the test key, are accepted before, among and"
                                        + " after; each of these is refused.",
                                "PASS: nbf is enforced on these routes, for a token that begins in an hour; how much"
                                        + " leeway it is given is not measured.",
                                "A token that is not valid yet is let in.",
                                "curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile    # with such a"
                                        + " token: 401")
                        .with(Footprint.reads(6)),
                0,
                workshop -> workshop.mutants(EXPIRED, ClaimRows.notYet(workshop.forge(), workshop.now())));
    }

    private static AuthCheck expiryRequired() {
        return ForgedCheck.keyed(
                new CheckCard(
                                new Claim(
                                        "auth.jwt.expiry-required",
                                        "Every protected route refuses a token that never ends",
                                        Severity.HIGH,
                                        "RFC 9068 section 2.2 (exp is required); OWASP ASVS 5.0 9.2.1"),
                                "A token without exp, signed with the contract's test key.",
                                "The same claims unchanged, signed with the test key, are accepted before, among and"
                                        + " after; each of these is refused.",
                                "PASS: a token that never ends is worth nothing on these routes.",
                                "A token without exp is let in: once issued, it is good for ever.",
                                "curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile    # with such a"
                                        + " token: 401")
                        .with(Footprint.reads(6)),
                1,
                workshop -> workshop.mutants(EXPIRED, ClaimRows.endless(workshop.forge())));
    }

    private static AuthCheck expiryType() {
        return ForgedCheck.keyed(
                new CheckCard(
                                new Claim(
                                        "auth.jwt.expiry-type",
                                        "Every protected route refuses a token whose end is not a time that it could reach",
                                        Severity.HIGH,
                                        "RFC 7519 sections 2 (NumericDate) and 4.1.4; OWASP ASVS 5.0 9.2.1 and 15.3.5"),
                                "Tokens with exp as a string, -1, 0, 1e20 (in both spellings), null, an array, and a fraction an hour ago,"
                                        + " signed with the contract's test key.",
                                "The same claims unchanged, signed with the test key, are accepted before, among and"
                                        + " after; each of these is refused.",
                                "PASS: what is no time, or lies in the past, does not count as an end still to come. A"
                                        + " fraction in the future is legal, and not tried.",
                                "A token with one of these ends is let in.",
                                "curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile    # with such a"
                                        + " token: 401")
                        .with(Footprint.reads(11)),
                0,
                workshop -> workshop.mutants(EXPIRED, ClaimRows.absurdEnd(workshop.forge(), workshop.now())));
    }

    private static AuthCheck issuedAt() {
        return ForgedCheck.keyed(
                new CheckCard(
                                new Claim(
                                        "auth.jwt.issued-at",
                                        "Every protected route refuses a token from the future",
                                        Severity.LOW,
                                        "RFC 7519 section 4.1.6 (iat); RFC 8725 section 3.1"),
                                "A token with iat a day from now, signed with the contract's test key.",
                                "The same claims unchanged, signed with the test key, are accepted before, among and"
                                        + " after; each of these is refused.",
                                "PASS: the time of issue is looked at. A policy, not a rule of the standard.",
                                "A token that is issued tomorrow is let in.",
                                "curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile    # with such a"
                                        + " token: 401")
                        .with(Footprint.reads(4)),
                0,
                workshop -> workshop.mutants(EXPIRED, ClaimRows.issuedInFuture(workshop.forge(), workshop.now())));
    }

    private static AuthCheck issuer() {
        return ForgedCheck.keyed(
                new CheckCard(
                                new Claim(
                                        "auth.jwt.issuer",
                                        "Every protected route refuses a token of another issuer, or of none",
                                        Severity.HIGH,
                                        "RFC 8725 section 3.8; OWASP ASVS 5.0 9.1.3 and 10.3.1"),
                                "Tokens without iss; with another; with ours and more before or behind it, a slash"
                                        + " behind it, or in other case; signed with the contract's test key.",
                                "The same claims unchanged, signed with the test key, are accepted before, among and"
                                        + " after; each of these is refused.",
                                "PASS: iss is there and is exactly the issuer's.",
                                "A token of another issuer, or of none, is let in: whoever has a key here can be"
                                        + " anybody's issuer.",
                                "curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile    # with such a"
                                        + " token: 401")
                        .with(Footprint.reads(14)),
                1,
                workshop -> workshop.mutants(TAMPERED, ClaimRows.issuer(workshop.forge(), text(workshop, "iss"))));
    }

    private static AuthCheck audience() {
        return ForgedCheck.keyed(
                new CheckCard(
                                new Claim(
                                        "auth.jwt.audience",
                                        "Every protected route refuses a token that is for somebody else, or for nobody",
                                        Severity.HIGH,
                                        "RFC 8725 section 3.9; RFC 7519 section 4.1.3; OWASP ASVS 5.0 9.2.3 and 10.3.1"),
                                "Tokens without aud; with another, a part of ours, an array without ours, an empty one,"
                                        + " null; signed with the contract's test key. And one with ours among others, which must"
                                        + " be accepted.",
                                "The same claims unchanged, signed with the test key, are accepted before, among and"
                                        + " after; each of these is refused.",
                                "PASS: aud is there and has ours in it.",
                                "A token for another audience, or for none, is let in: what one service was given opens"
                                        + " the next.",
                                "curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile    # with such a"
                                        + " token: 401")
                        .with(Footprint.reads(16)),
                1,
                ForgedClaims::audiences);
    }

    private static AuthCheck duplicates() {
        return ForgedCheck.keyed(
                new CheckCard(
                                new Claim(
                                        "auth.jwt.duplicate-claims",
                                        "Every protected route refuses a token that says the same thing twice",
                                        Severity.MEDIUM,
                                        "RFC 7519 section 4; RFC 7515 section 4"),
                                "Tokens with exp twice, expired and valid, in both orders; sub twice, in both orders;"
                                        + " and alg twice; signed with the contract's test key.",
                                "The same claims unchanged, signed with the test key, are accepted before, among and"
                                        + " after; each of these is refused.",
                                "PASS: no such token has two meanings here. The standard also lets a verifier take the"
                                        + " last of the two; a gateway that takes the first then sees another token than the"
                                        + " service behind it.",
                                "One of these tokens is let in.",
                                "curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile    # with such a"
                                        + " token: 401")
                        .with(Footprint.reads(9)),
                0,
                workshop -> workshop.mutants(
                        TAMPERED, ClaimRows.twice(workshop.forge(), workshop.otherSubject(), workshop.now())));
    }

    private static AuthCheck subject() {
        return ForgedCheck.keyed(
                new CheckCard(
                                new Claim(
                                        "auth.jwt.subject",
                                        "Every protected route refuses a token that is nobody's",
                                        Severity.MEDIUM,
                                        "RFC 9068 section 2.2 (sub is required); OWASP ASVS 5.0 10.3.3"),
                                "Tokens without sub; with an empty or blank one, one with a letter that looks alike,"
                                        + " and one called SUB; signed with the contract's test key.",
                                "The same claims unchanged, signed with the test key, are accepted before, among and"
                                        + " after; each of these is refused.",
                                "PASS: these tokens stand for no user, and are treated so.",
                                "A token without a user is let in, or a user is mistaken for another.",
                                "curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile    # with such a"
                                        + " token: 401")
                        .with(Footprint.reads(9)),
                0,
                workshop -> workshop.mutants(TAMPERED, ClaimRows.subject(workshop.forge(), text(workshop, "sub"))));
    }

    private static AuthCheck scope() {
        return ForgedCheck.keyed(
                new CheckCard(
                                new Claim(
                                        "auth.jwt.scope",
                                        "Every protected route refuses a token without the permission for it",
                                        Severity.HIGH,
                                        "RFC 6750 section 3.1 (insufficient_scope); OWASP ASVS 5.0 8.2.1 and 10.3.2"),
                                "The token's own permissions (scope, scp, roles or permissions, the first that is"
                                        + " there) taken away, and replaced by another; signed with the contract's test key.",
                                "The token as it is, signed with the test key, is accepted; each of these is refused,"
                                        + " with 403 as a rule: name that under expect.tampered.",
                                "PASS: the permission that the token carries is needed on this route. Which one"
                                        + " suffices is not shown.",
                                "A token without permissions, or with others, is let in.",
                                "curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile    # with such a"
                                        + " token: 401")
                        .with(Footprint.reads(5)),
                0,
                ForgedClaims::scopes);
    }

    private static AuthCheck critical() {
        return ForgedCheck.keyed(
                new CheckCard(
                                new Claim(
                                        "auth.jwt.critical-header",
                                        "Every protected route refuses a token with a header that must be understood and is not",
                                        Severity.MEDIUM,
                                        "RFC 7515 section 4.1.11 (crit)"),
                                "A token whose crit names x-unknown, which stands in the header too; signed with the"
                                        + " contract's test key.",
                                "The same claims unchanged, signed with the test key, are accepted before, among and"
                                        + " after; each of these is refused.",
                                "PASS: a token that asks for an extension which nobody here knows is not half"
                                        + " understood.",
                                "This token is let in: restrictions that an issuer marks as critical are ignored.",
                                "curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile    # with such a"
                                        + " token: 401")
                        .with(Footprint.reads(4)),
                0,
                workshop -> workshop.mutants(TAMPERED, ClaimRows.critical(workshop.forge())));
    }

    private static List<Mutant> audiences(Workshop workshop) throws Inapplicable {
        String audience = workshop.forge()
                .text("aud")
                .or(() -> workshop.forge()
                        .control()
                        .claim("aud")
                        .map(list -> list.path(0).asText())
                        .filter(first -> !first.isEmpty()))
                .orElseThrow(() -> Inapplicable.doesNotApply("the tokens name no aud"));
        List<Mutant> mutants =
                new ArrayList<>(workshop.mutants(TAMPERED, ClaimRows.audience(workshop.forge(), audience)));
        Forgery among = ClaimRows.audienceAmongOthers(workshop.forge(), audience);
        mutants.add(Mutant.forgedControl(among, workshop.bench().keep(among)));
        return mutants;
    }

    private static List<Mutant> scopes(Workshop workshop) throws Inapplicable {
        String claim = PERMISSIONS.stream()
                .filter(name -> workshop.forge().payload().member(name).isPresent())
                .findFirst()
                .orElseThrow(() -> Inapplicable.doesNotApply("the tokens carry none of " + PERMISSIONS));
        return workshop.mutants(TAMPERED, ClaimRows.scope(workshop.forge(), claim));
    }

    private static String text(Workshop workshop, String claim) throws Inapplicable {
        return workshop.forge().text(claim).orElseThrow(() -> Inapplicable.doesNotApply("the tokens name no " + claim));
    }
}
