package dev.seaworthy.websocket;

import dev.seaworthy.kernel.Operation;
import dev.seaworthy.kernel.Turn;

/**
 * {@code ws.echo} and {@code ws.ping}: one question and its answer on the virtual user's own socket, which is opened on
 * first use and again when it was lost.
 */
final class TalkOperation implements Operation {
    private final String name;
    private final Endpoint endpoint;
    private final UserSocket.Question question;

    TalkOperation(String name, Endpoint endpoint, UserSocket.Question question) {
        this.name = name;
        this.endpoint = endpoint;
        this.question = question;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start(Turn turn) {
        UserSocket.of(turn.user(), endpoint).ask(turn, question);
    }
}
