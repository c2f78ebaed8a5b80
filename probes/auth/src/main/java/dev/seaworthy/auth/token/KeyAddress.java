package dev.seaworthy.auth.token;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.auth.bench.Mutant;
import dev.seaworthy.auth.forge.KeyRows;
import dev.seaworthy.config.RequestSpec.CredentialClass;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Evidence;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.Severity;
import dev.seaworthy.kernel.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A token does not say where its key lies: such a key is not trusted, and not even fetched. */
final class KeyAddress implements AuthCheck {
    static final List<AuthCheck> ALL = List.of(new KeyAddress(false), new KeyAddress(true));
    private static final Set<String> LOOPBACK = Set.of("localhost", "[::1]", "::1");

    /** Whether the claim is that nothing is fetched; else that nothing is trusted. */
    private final boolean fetching;

    private KeyAddress(boolean fetching) {
        this.fetching = fetching;
    }

    @Override
    public CheckCard card() {
        Claim claim = fetching
                ? new Claim(
                        "auth.jwt.key-address-unvisited",
                        "No protected route visits an address that a token names",
                        Severity.HIGH,
                        "RFC 8725 section 3.10; OWASP ASVS 5.0 9.1.3")
                : new Claim(
                        "auth.jwt.key-address",
                        "Every protected route refuses a token that says where its own key lies",
                        Severity.CRITICAL,
                        "RFC 8725 section 3.10; RFC 7515 sections 4.1.2 and 4.1.5; OWASP ASVS 5.0 9.1.3");
        return new CheckCard(
                        claim,
                        "Only where the target is on this machine: the payload of a valid token signed by a key of our own,"
                                + " with the address of a listener of ours on loopback, where that key lies, in jku; and in"
                                + " x5u. To the first route.",
                        fetching
                                ? "The listener hears of nobody."
                                : "Each is refused with the status under expect.tampered, or expect.none where that is not"
                                        + " given.",
                        "PASS: "
                                + (fetching
                                        ? "until the answer was there, nobody had come. A visit long afterwards is not seen."
                                        : "a key that lies where the token says is not trusted. Where the target is elsewhere,"
                                                + " nothing is sent: there is no address of ours that it could reach."),
                        fetching
                                ? "The listener is asked for the key: whoever makes a token makes the server call where it likes."
                                : "One of these tokens is let in: anybody can make tokens.",
                        "curl -i -H \"Authorization: Bearer $TOKEN\" https://HOST/api/profile    # with jku in its header: 401")
                .with(Footprint.reads(6));
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        Workshop workshop;
        try {
            workshop = Workshop.withoutKey(bench);
        } catch (Inapplicable e) {
            return Finding.skipped(claim, e.reason());
        }
        String host = String.valueOf(bench.routes().get(0).bare().uri().getHost());
        if (!LOOPBACK.contains(host) && !host.startsWith("127.")) {
            return Finding.skipped(
                    claim, "does not apply: " + host + " is not on this machine, and could not reach our listener");
        }
        Calls calls = bench.shared(Calls.class, Calls::new);
        Tried known = calls.tried;
        if (fetching && known != null && !known.finding.exchanges().isEmpty()) {
            return heard(claim, known.finding, known.visits).with("visits", List.copyOf(known.visits));
        }
        try (KeyListener listener = KeyListener.open(workshop.now())) {
            List<Mutant> mutants = workshop.mutants(
                    CredentialClass.TAMPERED,
                    KeyRows.keyAddress(workshop.forge(), listener.keys(), listener.keySet(), listener.certificate()));
            Finding finding = new RefusalTrial(bench, claim, workshop.valid()).refuses(mutants, 0);
            Set<String> visits = new TreeSet<>(listener.visits());
            calls.tried = new Tried(finding, visits);
            return (fetching ? heard(claim, finding, visits) : finding).with("visits", List.copyOf(visits));
        } catch (IOException e) {
            return Finding.error(claim, "no port on loopback for a listener: " + e.getMessage());
        }
    }

    /** Both checks judge the same answers. */
    private static final class Calls {
        private @Nullable Tried tried;
    }

    private record Tried(Finding finding, Set<String> visits) {}

    /** The same answers, judged by who came. */
    private static Finding heard(Claim claim, Finding tried, Set<String> visits) {
        if (tried.exchanges().isEmpty()) {
            return tried;
        }
        Evidence evidence = Evidence.of(tried.exchanges());
        if (!visits.isEmpty()) {
            return Finding.fail(
                    claim,
                    "the target asked our listener for " + String.join(" and ", visits) + ", because a token said so",
                    evidence);
        }
        if (tried.verdict() == Verdict.PASS) {
            return Finding.pass(claim, "nobody came to the address in jku and x5u", evidence);
        }
        return Finding.unproven(
                claim, "nobody came, but the tokens were not simply refused: " + tried.reason(), evidence);
    }
}
