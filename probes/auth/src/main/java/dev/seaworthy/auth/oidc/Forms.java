package dev.seaworthy.auth.oidc;

import dev.seaworthy.auth.settings.OidcSettings;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Reads the forms of a page: to sign in with, or to consent by. */
final class Forms {
    private static final List<String> DECLINING = List.of("deny", "cancel", "no", "decline", "reject", "abort", "back");

    private final OidcSettings.Form names;

    Forms(OidcSettings.Form names) {
        this.names = names;
    }

    /** The form of a page that leads on; empty if there is none. */
    Optional<Filled> of(String html, URI page, String user, String password) {
        Document document = Jsoup.parse(html, page.toString());
        for (Element form : document.select("form")) {
            Optional<String> account = field(form, names.user(), "input:not([type=hidden])[name=%s]");
            Optional<String> secret = field(form, names.password(), "input[type=password][name=%s]");
            if (secret.isPresent()) {
                Map<String, String> fields = hidden(form);
                account.ifPresent(name -> fields.put(name, user));
                fields.put(secret.get(), password);
                return Optional.of(filled(form, page, fields, true));
            }
        }
        for (Element form : document.select("form")) {
            boolean asksNothing = form.select("input[type=text], input[type=email], input[type=password]")
                    .isEmpty();
            if (asksNothing && form.attr("method").toLowerCase(Locale.ROOT).equals("post")) {
                Map<String, String> fields = hidden(form);
                agreeing(form).ifPresent(button -> fields.put(button.attr("name"), button.attr("value")));
                return Optional.of(filled(form, page, fields, false));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> field(Element form, List<String> names, String selector) {
        return names.stream()
                .filter(name -> name.matches("[\\w.:-]+"))
                .filter(name -> !form.select(String.format(Locale.ROOT, selector, "\"" + name + "\""))
                        .isEmpty())
                .findFirst();
    }

    private static Map<String, String> hidden(Element form) {
        Map<String, String> fields = new LinkedHashMap<>();
        form.select("input[type=hidden][name], input[type=checkbox][checked][name]")
                .forEach(input -> fields.put(input.attr("name"), input.attr("value")));
        return fields;
    }

    /** The named button that does not decline. */
    private static Optional<Element> agreeing(Element form) {
        return form.select("button[name], input[type=submit][name]").stream()
                .filter(button -> DECLINING.stream()
                        .noneMatch(word -> (button.attr("name") + " " + button.attr("value"))
                                .toLowerCase(Locale.ROOT)
                                .matches("(.*\\W)?" + word + "(\\W.*)?")))
                .findFirst();
    }

    private static Filled filled(Element form, URI page, Map<String, String> fields, boolean login) {
        String action = form.absUrl("action");
        return new Filled(action.isEmpty() ? page.toString() : action, fields, login);
    }

    /**
     * A form with values in its fields; these may be secret.
     *
     * @param login whether a password is among them
     */
    record Filled(String action, Map<String, String> fields, boolean login) {
        @Override
        public String toString() {
            return "a form with " + fields.keySet();
        }
    }
}
