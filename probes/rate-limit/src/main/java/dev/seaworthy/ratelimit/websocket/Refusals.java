package dev.seaworthy.ratelimit.websocket;

import dev.seaworthy.ratelimit.session.Answer;

/** How something is refused, as a key of the verdict and in words. */
final class Refusals {
    private Refusals() {}

    static String key(Answer answer) {
        return switch (answer.sign()) {
            case STATUS, BODY -> "STATUS_" + answer.status();
            case CLOSE -> "CLOSE_" + answer.status();
            case MESSAGE -> "ERROR";
            case SILENCE -> "SILENCE";
            case CONNECTION -> "CONNECTION";
        };
    }

    static String text(String key) {
        return switch (key) {
            case "ERROR" -> "an error message";
            case "SILENCE" -> "silence: it is dropped";
            case "CONNECTION" -> "no connection";
            case "DELAY" -> "a delay";
            default ->
                key.startsWith("CLOSE_")
                        ? "close code " + key.substring("CLOSE_".length())
                        : "status " + key.substring("STATUS_".length());
        };
    }
}
