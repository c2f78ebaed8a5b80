package dev.seaworthy.twin;

import java.nio.charset.StandardCharsets;

/** The one page of the twin, for browsers. */
final class PageDesk {
    private static final String PAGE = """
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Harbour</title></head>
            <body><h1>Harbour</h1><p>Sign in with POST /auth/login.</p></body>
            </html>
            """;

    private PageDesk() {}

    static void addTo(Router router) {
        router.open("GET", "/", request -> Answer.ok(PAGE.getBytes(StandardCharsets.UTF_8))
                .with("Content-Type", "text/html; charset=utf-8")
                .with(
                        "Content-Security-Policy",
                        "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'")
                .with("X-Frame-Options", "DENY")
                .with("Cross-Origin-Opener-Policy", "same-origin")
                .with("Cross-Origin-Resource-Policy", "same-origin")
                .with("Referrer-Policy", "no-referrer"));
    }
}
