package dev.seaworthy.auth.transport;

import dev.seaworthy.kernel.CheckCard;
import dev.seaworthy.kernel.Claim;
import dev.seaworthy.kernel.Footprint;
import dev.seaworthy.kernel.Severity;

/** Cards of the checks on TLS, which have much in common. */
final class TlsCards {
    private TlsCards() {}

    /** A claim about TLS. */
    static Claim claim(String words, String sentence, Severity severity, String source) {
        return new Claim("auth.tls." + words, sentence, severity, source);
    }

    /**
     * A card.
     *
     * @param hellos what is sent besides the two hellos that all checks on TLS share; empty for nothing
     * @param count how many these are
     */
    static CheckCard card(
            Claim claim, String hellos, int count, String expects, String proves, String falsifier, String byHand) {
        String sends = "To each https or wss origin: two usual hellos, shared by all auth.tls checks"
                + (hellos.isEmpty() ? "." : ", and " + hellos + ".")
                + " A hello is a ClientHello of our own, byte by byte, since a TLS library hides what it would refuse.";
        return new CheckCard(claim, sends, expects, proves, falsifier, byHand).with(Footprint.reads(2 + count));
    }
}
