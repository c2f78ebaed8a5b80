package dev.seaworthy.auth.transport;

import dev.seaworthy.auth.bench.AuthCheck;
import dev.seaworthy.auth.bench.Bench;
import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.CredentialRefused;
import dev.seaworthy.kernel.Exchange;
import dev.seaworthy.kernel.Finding;
import dev.seaworthy.wire.TlsHello;
import dev.seaworthy.wire.TlsReply;
import java.net.URI;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One rule about TLS, on every origin of the contract that speaks it.
 *
 * @param rule what it asks and says of one origin
 */
record TlsCheck(CheckCard card, Rule rule) implements AuthCheck {
    /** What a rule asks and says of one origin. */
    @FunctionalInterface
    interface Rule {
        void judge(Talk talk, Judgement judgement) throws InterruptedException;
    }

    @Override
    public Finding run(Bench bench, Claim claim) throws CredentialRefused, InterruptedException {
        List<URI> origins = UsualHellos.origins(bench);
        if (origins.isEmpty()) {
            return Finding.skipped(claim, "does not apply: no target of the contract is https or wss");
        }
        UsualHellos usual = bench.survey(UsualHellos.class, UsualHellos::measure);
        Judgement judgement = new Judgement();
        List<Exchange> exchanges = new ArrayList<>();
        for (URI origin : origins) {
            UsualHellos.Pair pair = usual.replies().get(origin);
            if (pair == null) {
                throw new IllegalStateException("the hellos of " + origin + " were not sent");
            }
            exchanges.addAll(pair.exchanges());
            Talk talk = new Talk(bench, origin, pair, exchanges);
            if (!pair.modern().agreed() && !pair.upTo12().agreed()) {
                judgement.doubted(origin + " does not agree with the usual hello of the control ("
                        + pair.modern().detail() + ")");
            } else {
                judgement.fact("tls " + origin, talk.summary());
                rule.judge(talk, judgement);
            }
        }
        return judgement.finding(claim, exchanges);
    }

    /** What is said between a rule and one origin; everything is evidence. */
    record Talk(Bench bench, URI origin, UsualHellos.Pair usual, List<Exchange> exchanges) {
        @Nullable
        String serverName() {
            return UsualHellos.serverName(origin);
        }

        TlsReply hello(TlsHello hello) throws InterruptedException {
            TlsReply reply = UsualHellos.send(bench, origin, hello);
            exchanges.add(reply.exchange());
            return reply;
        }

        String summary() {
            TlsReply reply = usual.modern().agreed() ? usual.modern() : usual.upTo12();
            return String.valueOf(reply.choice());
        }

        /** Says that an answer decides nothing. */
        void doubt(Judgement judgement, String what, TlsReply reply) {
            judgement.doubted(origin + " neither took nor declined " + what + " (" + reply.ending() + ": "
                    + reply.detail() + ")");
        }

        /** The certificates of the server; what stands in the way of reading them is judged. */
        Optional<CertificateChain> chain(Judgement judgement) {
            for (TlsReply reply : List.of(usual.modern(), usual.upTo12())) {
                TlsReply.Choice choice = reply.choice();
                if (!reply.agreed() || choice == null || choice.certificates().isEmpty()) {
                    continue;
                }
                try {
                    CertificateChain chain = CertificateChain.of(choice);
                    judgement.fact(
                            "certificate " + origin, chain.facts(bench.time().wallClock()));
                    return Optional.of(chain);
                } catch (CertificateException e) {
                    judgement.violated(origin + " sends what is no certificate");
                    return Optional.empty();
                }
            }
            judgement.doubted(origin + " showed no certificate that can be read without its keys");
            return Optional.empty();
        }
    }
}
