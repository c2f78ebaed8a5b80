package dev.seaworthy.twin;

/** A body that is HTML and not JSON. */
record Page(String html) {
    /** The page with this title and content; the title is text, the content is markup. */
    static Page of(String title, String content) {
        return new Page("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + text(title)
                + "</title></head><body><h1>" + text(title) + "</h1>" + content + "</body></html>");
    }

    /** Text in a place of HTML where text or an attribute's value stands. */
    static String text(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
