package dev.seaworthy.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a word of the command line points at: a URL, or a contract in a file. */
sealed interface LoadTarget {
    /**
     * A URL, taken apart: {@code http://host:port} and the rest. The rest may hold {@code {nonce}}.
     *
     * @param path begins with a slash; with its query
     */
    record Url(String origin, String path) implements LoadTarget {
        private static final Pattern FORM = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^#]*)(#.*)?");

        /** Whether it is this machine that it names. */
        boolean isHere() {
            return Locality.isHere(host());
        }

        private @Nullable String host() {
            try {
                return new URI(origin).getHost();
            } catch (URISyntaxException e) {
                return null;
            }
        }

        @Override
        public String toString() {
            return origin + path;
        }
    }

    /** A contract in a file. */
    record Contract(Path file) implements LoadTarget {}

    /**
     * Reads the word.
     *
     * @throws UsageComplaint if it is neither; what may hold a password is not repeated
     */
    static LoadTarget parse(String word) {
        Matcher url = Url.FORM.matcher(word);
        if (!word.contains("://")) {
            boolean file = word.endsWith(".yaml") || word.endsWith(".yml") || Files.exists(Path.of(word));
            if (!file) {
                throw new UsageComplaint("\"" + word + "\" is neither a URL such as http://127.0.0.1:8080/path "
                        + "(with its scheme) nor the file of a contract");
            }
            return new Contract(Path.of(word));
        }
        if (!url.matches() || url.group(2).isEmpty()) {
            throw new UsageComplaint(
                    "this is not a URL: it needs a scheme and a host, e.g. http://127.0.0.1:8080/path");
        }
        if (url.group(2).contains("@")) {
            throw new UsageComplaint(
                    "a user name or password does not stand in a URL; give " + "--header 'Authorization: ${env:NAME}'");
        }
        String scheme = url.group(1).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new UsageComplaint("the scheme " + scheme + " is not spoken here; give an http or https URL");
        }
        if (url.group(4) != null) {
            throw new UsageComplaint("a fragment (#...) is never sent; give the URL without it");
        }
        String rest = url.group(3);
        return new Url(scheme + "://" + url.group(2), rest.startsWith("/") ? rest : "/" + rest);
    }
}
