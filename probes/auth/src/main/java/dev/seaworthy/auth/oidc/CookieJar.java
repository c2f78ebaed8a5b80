package dev.seaworthy.auth.oidc;

import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.wire.HttpAnswer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The cookies of one user agent (RFC 6265 section 5, host-only: a Domain attribute is not heeded, so that no cookie leaves its
 * host). At most 100 are kept, the newest.
 */
final class CookieJar {
    private static final int MOST = 100;
    private static final int SHORTEST_SECRET = 12;

    private final List<Cookie> cookies = new ArrayList<>();
    private final SecretVault vault;

    CookieJar(SecretVault vault) {
        this.vault = vault;
    }

    /** Takes in what an answer sets. */
    void learn(URI from, HttpAnswer answer) {
        for (String line : answer.headers().all("Set-Cookie")) {
            String[] parts = line.split(";", -1);
            int equals = parts[0].indexOf('=');
            if (equals <= 0) {
                continue;
            }
            String name = parts[0].substring(0, equals).strip();
            String value = parts[0].substring(equals + 1).strip();
            String path = attribute(parts, "path")
                    .filter(text -> text.startsWith("/"))
                    .orElse(folder(from));
            cookies.removeIf(cookie ->
                    cookie.name.equals(name) && cookie.host.equals(from.getHost()) && cookie.path.equals(path));
            boolean dropped = attribute(parts, "max-age")
                            .filter(age -> age.matches("0|-\\d+"))
                            .isPresent()
                    || attribute(parts, "expires")
                            .filter(date -> date.contains(" 1970 "))
                            .isPresent();
            if (!dropped && !value.isEmpty()) {
                if (value.length() >= SHORTEST_SECRET) {
                    vault.keep(value);
                }
                cookies.add(new Cookie(from.getHost(), path, name, value));
            }
            if (cookies.size() > MOST) {
                cookies.remove(0);
            }
        }
    }

    /** The value of the Cookie header for an address; empty if there is none to send. */
    String header(URI to) {
        String path = to.getRawPath() == null || to.getRawPath().isEmpty() ? "/" : to.getRawPath();
        return cookies.stream()
                .filter(cookie -> cookie.host.equals(to.getHost()) && cookie.covers(path))
                .map(cookie -> cookie.name + "=" + cookie.value)
                .collect(Collectors.joining("; "));
    }

    int size() {
        return cookies.size();
    }

    private static Optional<String> attribute(String[] parts, String name) {
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].strip().split("=", 2);
            if (pair.length == 2 && pair[0].toLowerCase(Locale.ROOT).equals(name)) {
                return Optional.of(pair[1].strip());
            }
        }
        return Optional.empty();
    }

    /** The default path (RFC 6265 section 5.1.4). */
    private static String folder(URI from) {
        String path = from.getRawPath() == null ? "" : from.getRawPath();
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    private record Cookie(String host, String path, String name, String value) {
        boolean covers(String requested) {
            return requested.startsWith(path)
                    && (path.endsWith("/")
                            || requested.length() == path.length()
                            || requested.charAt(path.length()) == '/');
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
