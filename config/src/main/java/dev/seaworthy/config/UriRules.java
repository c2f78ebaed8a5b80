package dev.seaworthy.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What the URIs of a contract must look like. A URI with a user name in it is never repeated: it may hold a password. */
final class UriRules {
    private final Complaints complaints;

    UriRules(Complaints complaints) {
        this.complaints = complaints;
    }

    /**
     * Reads and checks one URI.
     *
     * @param schemes those that are right here
     * @param origin whether it has to be an origin only, without a path
     * @return the URI, or empty where it is not there or was complained about
     */
    Optional<URI> check(Pointer at, JsonNode value, List<String> schemes, boolean origin) {
        if (!value.isTextual()) {
            return Optional.empty();
        }
        String text = value.textValue();
        if (text.contains("@")) {
            complaints.about(at, "a user name or password does not stand in a URI; describe it under identities");
            return Optional.empty();
        }
        if (text.contains("${")) {
            return Optional.empty();
        }
        String example = (schemes.contains("https") ? "https" : "wss") + "://api.staging.shop.example";
        try {
            URI uri = new URI(text);
            String fault = fault(uri, schemes, origin);
            if (fault.isEmpty()) {
                return Optional.of(uri);
            }
            complaints.about(at, "found \"" + text + "\", which " + fault + "; expected e.g. " + example);
        } catch (URISyntaxException e) {
            complaints.about(at, "found \"" + text + "\", which is not a URI; expected e.g. " + example);
        }
        return Optional.empty();
    }

    private static String fault(URI uri, List<String> schemes, boolean origin) {
        String either = String.join(" or ", schemes);
        if (uri.getScheme() == null) {
            return "has no scheme (" + either + ")";
        }
        if (!schemes.contains(uri.getScheme().toLowerCase(Locale.ROOT))) {
            return "has the scheme " + uri.getScheme() + " (not " + either + ")";
        }
        if (uri.getHost() == null) {
            return "has no host";
        }
        if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            return "has no port from 1 to 65535";
        }
        if (uri.getRawFragment() != null) {
            return "has a fragment";
        }
        boolean path = uri.getRawPath() != null
                && !uri.getRawPath().isEmpty()
                && !uri.getRawPath().equals("/");
        return origin && (path || uri.getRawQuery() != null) ? "is more than scheme, host and port" : "";
    }
}
