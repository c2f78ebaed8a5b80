package dev.seaworthy.auth.oidc;

import dev.seaworthy.auth.bench.Course;
import dev.seaworthy.config.Identity;
import dev.seaworthy.kernel.AllowList;
import dev.seaworthy.kernel.SecretVault;
import dev.seaworthy.wire.HttpAnswer;
import dev.seaworthy.wire.HttpRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a person's browser does at a sign-in: keeps cookies, follows redirects inside the allow-list, fills in the form that
 * asks for a password, and consents. Runs no script. Used by one check at a time.
 */
final class UserAgent {
    private static final int MOST_STEPS = 14;
    private static final int SHORTEST_SECRET = 12;

    private final CookieJar jar;
    private final Forms forms;
    private final AllowList allowed;
    private final SecretVault vault;
    private boolean signedIn;

    UserAgent(Forms forms, AllowList allowed, SecretVault vault) {
        this.jar = new CookieJar(vault);
        this.forms = forms;
        this.allowed = allowed;
        this.vault = vault;
    }

    /** Whether a password was sent, and led on. */
    boolean hasSignedIn() {
        return signedIn;
    }

    /** One request with the cookies of this agent; a redirect is the answer. */
    HttpAnswer request(Course course, HttpRequest request) throws InterruptedException {
        String cookies = jar.header(request.uri());
        HttpAnswer answer = course.send(cookies.isEmpty() ? request : request.header("Cookie", cookies));
        jar.learn(request.uri(), answer);
        return answer;
    }

    /**
     * Goes on from an address until the visit ends.
     *
     * @param account who signs in where a password is asked for; null for nobody
     * @param homes addresses at which it ends without asking for them, whatever their query and fragment
     */
    Landing visit(Course course, URI start, Identity.@Nullable Account account, List<String> homes)
            throws InterruptedException {
        HttpRequest next = HttpRequest.get(start);
        boolean passwordSent = false;
        for (int step = 1; ; step++) {
            HttpAnswer answer = request(course, next.header("Accept", "text/html"));
            if (!answer.outcome().answered()) {
                return new Landing.Silence(answer);
            }
            if (step == MOST_STEPS) {
                return new Landing.Page(answer, "the sign-in goes in circles: " + step + " steps led nowhere");
            }
            String location = answer.headers().first("Location").orElse("");
            if (answer.status() / 100 == 3 && !location.isEmpty()) {
                Optional<Landing> landing = ending(answer, next.uri(), location, homes);
                if (landing.isPresent()) {
                    signedIn |= passwordSent;
                    return landing.get();
                }
                next = HttpRequest.get(resolved(next.uri(), location));
                continue;
            }
            Optional<Forms.Filled> form = form(answer, next.uri(), account);
            if (form.isEmpty()) {
                return new Landing.Page(answer, unled(answer));
            }
            if (form.get().login() && passwordSent) {
                return new Landing.Page(answer, "the login page comes back after the password was sent");
            }
            Optional<URI> action = uri(form.get().action());
            if (action.isEmpty() || !allowed.permits(action.get())) {
                return new Landing.Page(answer, "its form leads outside the allow-list");
            }
            passwordSent |= form.get().login();
            next = posted(action.get(), form.get());
        }
    }

    private Optional<Forms.Filled> form(HttpAnswer answer, URI page, Identity.@Nullable Account account) {
        boolean html = answer.headers()
                .first("Content-Type")
                .filter(type -> type.toLowerCase(Locale.ROOT).contains("html"))
                .isPresent();
        if (!html || account == null || answer.status() >= 400) {
            return Optional.empty();
        }
        return forms.of(answer.text(), page, account.user(), account.password().reveal());
    }

    private static String unled(HttpAnswer answer) {
        String type = answer.headers().first("Content-Type").orElse("no content type");
        return "status " + answer.status() + ", " + type.replaceAll("[\\r\\n].*", "")
                + ", with no login form and no redirect";
    }

    /** Where a redirect ends the visit; empty where it goes on. */
    private Optional<Landing> ending(HttpAnswer answer, URI from, String location, List<String> homes) {
        Optional<URI> target = uri(location).map(from::resolve);
        if (target.isEmpty()) {
            return Optional.of(new Landing.Stranger(answer, location));
        }
        String place = location.split("[?#]", 2)[0];
        boolean home = homes.stream()
                .map(address -> address.split("[?#]", 2)[0])
                .anyMatch(address -> address.equals(place)
                        || address.equals(target.get().toString().split("[?#]", 2)[0]));
        boolean result = Landing.fields(target.get().getRawQuery()).keySet().containsAll(List.of("code", "state"));
        if (home || result) {
            keepCode(target.get());
            return Optional.of(new Landing.Back(answer, target.get()));
        }
        boolean permitted = target.get().getHost() != null && allowed.permits(target.get());
        return permitted ? Optional.empty() : Optional.of(new Landing.Stranger(answer, location));
    }

    private void keepCode(URI location) {
        for (String raw : new @Nullable String[] {location.getRawQuery(), location.getRawFragment()}) {
            Landing.fields(raw).forEach((name, value) -> {
                boolean secret = name.equals("code") || name.endsWith("token");
                if (secret && value.length() >= SHORTEST_SECRET) {
                    vault.keep(value);
                }
            });
        }
    }

    private HttpRequest posted(URI action, Forms.Filled form) {
        form.fields().values().stream()
                .filter(value -> value.length() >= SHORTEST_SECRET && !value.contains(" ") && !value.contains("@"))
                .forEach(vault::keep);
        return HttpRequest.of("POST", action)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body(Asked.form(form.fields()).getBytes(StandardCharsets.UTF_8));
    }

    private static URI resolved(URI from, String location) {
        return from.resolve(uri(location).orElseThrow());
    }

    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(URI.create(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
