package dev.seaworthy.kernel;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** How a value is spelled where it is quoted: by encoders, and by the escapes of JSON, HTML and URLs. */
final class Spellings {
    private static final Pattern PERCENT = Pattern.compile("%[0-9A-F]{2}");

    /** Printable, and escaped by one of the ways below. */
    private static final String ESCAPED_SOMEWHERE = "\"\\/<>&'+";

    private Spellings() {}

    /** All spellings of a value, the value first. Most are the same for a value of letters and digits. */
    static Set<String> of(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        Set<String> spellings = new LinkedHashSet<>();
        spellings.add(value);
        spellings.add(Base64.getEncoder().encodeToString(bytes));
        spellings.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
        spellings.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        String hex = HexFormat.of().formatHex(bytes);
        spellings.add(hex);
        spellings.add(hex.toUpperCase(Locale.ROOT));
        Set<String> once = new LinkedHashSet<>();
        inJson(value, once);
        once.forEach(spelling -> inJson(spelling, spellings));
        inUrls(value, spellings);
        inHtml(value, spellings);
        // A text for a page or a link often travels in JSON.
        List.copyOf(spellings).forEach(spelling -> inJson(spelling, spellings));
        String[] segments = value.split("\\.", -1);
        if (segments.length == 3) {
            // The header segment is the same for every token of an issuer and says nothing.
            spellings.add(segments[1]);
            spellings.add(segments[2]);
        }
        return spellings;
    }

    private static void inUrls(String value, Set<String> spellings) {
        String form = URLEncoder.encode(value, StandardCharsets.UTF_8);
        String component = form.replace("+", "%20");
        // What browsers and Node leave as it is, and Java does not.
        String browser = component
                .replace("%21", "!")
                .replace("%27", "'")
                .replace("%28", "(")
                .replace("%29", ")")
                .replace("%7E", "~");
        String path = component.replace("%2F", "/");
        String browserPath = browser.replace("%2F", "/");
        for (String spelling : new String[] {form, component, browser, path, browserPath}) {
            spellings.add(spelling);
            spellings.add(
                    PERCENT.matcher(spelling).replaceAll(match -> match.group().toLowerCase(Locale.ROOT)));
        }
    }

    /** With what must be escaped, with the solidus too, and with all that is not ASCII or means something to HTML. */
    private static void inJson(String value, Set<String> spellings) {
        if (value.chars().allMatch(c -> c >= ' ' && c <= '~' && ESCAPED_SOMEWHERE.indexOf(c) < 0)) {
            // Most tokens: no escape touches them, and they are long.
            spellings.add(value);
            return;
        }
        for (String spelling : new String[] {
            json(value, "", "%04x", false),
            json(value, "", "%04X", false),
            json(value, "/", "%04x", false),
            json(value, "", "%04x", true),
            json(value, "", "%04X", true),
            json(value, "/", "%04x", true),
            json(value, "<>&", "%04x", false),
            json(value, "<>&'", "%04x", false),
            json(value, "<>&'", "%04X", false),
            json(value, "<>&'\"+", "%04x", true),
            json(value, "<>&'\"+", "%04X", true)
        }) {
            spellings.add(spelling);
            // JSON in a string of JSON.
            spellings.add(json(spelling, "", "%04x", false));
        }
    }

    private static String json(String value, String more, String hex, boolean ascii) {
        StringBuilder escaped = new StringBuilder(value.length() + 8);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            int known = "\b\f\n\r\t".indexOf(c);
            if (known >= 0) {
                escaped.append('\\').append("bfnrt".charAt(known));
            } else if (more.indexOf(c) >= 0 && c != '/' || c < 0x20 || ascii && c > 0x7e) {
                escaped.append("\\u").append(String.format(Locale.ROOT, hex, (int) c));
            } else if (c == '"' || c == '\\' || more.indexOf(c) >= 0) {
                escaped.append('\\').append(c);
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    private static void inHtml(String value, Set<String> spellings) {
        String angles = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
        spellings.add(angles);
        for (String quote : new String[] {"&quot;", "&#34;", "&#x22;"}) {
            String quoted = angles.replace("\"", quote);
            spellings.add(quoted);
            for (String apostrophe : new String[] {"&#39;", "&#x27;", "&apos;", "&#039;"}) {
                spellings.add(quoted.replace("'", apostrophe));
            }
        }
    }
}
