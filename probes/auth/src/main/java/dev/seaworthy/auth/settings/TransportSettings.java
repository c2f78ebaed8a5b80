package dev.seaworthy.auth.settings;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TLS and what guards plain HTTP: {@code probes.auth.transport}.
 *
 * @param pages operations that answer with HTML, for which the headers for browsers are asked for; none unless given
 * @param plainHttp where the host of an https target might answer without TLS; port 80 unless given, where the target has
 *     port 443
 * @param clientCertificate whether the target must ask every client for a certificate and refuse those without; null if
 *     that is not known
 * @param lastDays with fewer days left of its certificate no release is safe; 7 unless given
 * @param renewalDays with fewer days left a renewal is due; 30 unless given
 * @param handshakes how often the target is asked whether certificate and version stay the same; 8 unless given
 */
public record TransportSettings(
        List<String> pages,
        @Nullable URI plainHttp,
        @Nullable Boolean clientCertificate,
        Integer lastDays,
        Integer renewalDays,
        Integer handshakes) {
    /** What is assumed where the contract says nothing. */
    public static final TransportSettings DEFAULTS = new TransportSettings(null, null, null, null, null, null);

    public TransportSettings(
            @Nullable List<String> pages,
            @Nullable URI plainHttp,
            @Nullable Boolean clientCertificate,
            @Nullable Integer lastDays,
            @Nullable Integer renewalDays,
            @Nullable Integer handshakes) {
        this.pages = pages == null ? List.of() : List.copyOf(pages);
        this.plainHttp = plainHttp;
        this.clientCertificate = clientCertificate;
        this.lastDays = lastDays == null ? 7 : lastDays;
        this.renewalDays = renewalDays == null ? 30 : renewalDays;
        this.handshakes = handshakes == null ? 8 : handshakes;
    }
}
