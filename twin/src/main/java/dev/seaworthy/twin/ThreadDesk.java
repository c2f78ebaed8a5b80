package dev.seaworthy.twin;

import com.fasterxml.jackson.databind.JsonNode;

/** Threads, messages, and the search over them. Another user's thread does not exist. */
final class ThreadDesk {
    private static final int LONGEST_CONTENT = 8_000;
    private static final int THREADS_SEARCHED = 1_000;

    private final Conversations conversations;

    ThreadDesk(Conversations conversations) {
        this.conversations = conversations;
    }

    void addTo(Router router) {
        Limiter.Policy general = Limiter.Policy.GENERAL;
        router.guarded("GET", "/api/threads", general, this::list);
        router.guarded("POST", "/api/threads", general, this::create);
        router.guarded("GET", "/api/threads/{id}", general, this::read);
        router.guarded("GET", "/api/threads/{id}/messages", general, this::messages);
        router.guarded("POST", "/api/threads/{id}/messages", general, this::say);
        router.guarded("GET", "/api/search", Limiter.Policy.SEARCH, this::search);
    }

    private Answer list(Request request) {
        int offset = request.call().number("offset", 0, 0, Conversations.MOST_THREADS);
        int limit = request.call().number("limit", 20, 1, 100);
        Conversations.Page<Object> page = conversations.of(request.user()).list(offset, limit);
        return Answer.ok(Json.object("threads", page.items(), "total", page.total(), "offset", offset, "limit", limit));
    }

    private Answer create(Request request) {
        JsonNode title = request.call().json().path("title");
        if (!title.isMissingNode() && (!title.isTextual() || title.asText().length() > 200)) {
            throw Refusal.of(422, "bad_field", "the field 'title' must be a text of at most 200 characters");
        }
        Conversations.Shelf shelf = conversations.of(request.user());
        Conversations.Conversation thread = shelf.create(title.asText("untitled"));
        return Answer.of(201, shelf.json(thread)).with("Location", "/api/threads/" + thread.id());
    }

    private Answer read(Request request) {
        return Answer.ok(conversations.of(request.user()).json(thread(request)));
    }

    private Answer messages(Request request) {
        int offset = request.call().number("offset", 0, 0, Conversations.MOST_MESSAGES);
        int limit = request.call().number("limit", 50, 1, 100);
        Conversations.Page<Object> page = conversations.of(request.user()).messages(thread(request), offset, limit);
        return Answer.ok(
                Json.object("messages", page.items(), "total", page.total(), "offset", offset, "limit", limit));
    }

    private Answer say(Request request) {
        Conversations.Conversation thread = thread(request);
        String content = Call.text(request.call().json(), "content");
        if (content.length() > LONGEST_CONTENT) {
            throw Refusal.of(422, "too_long", "a message has at most " + LONGEST_CONTENT + " characters");
        }
        return Answer.of(201, conversations.of(request.user()).add(thread, content));
    }

    private Answer search(Request request) {
        String text = request.call().parameter("q", "");
        int limit = request.call().number("limit", 20, 1, 100);
        return Answer.ok(Json.object(
                "query", text, "results", conversations.of(request.user()).search(text, limit, THREADS_SEARCHED)));
    }

    private Conversations.Conversation thread(Request request) {
        return conversations
                .of(request.user())
                .find(request.variable("id"))
                .orElseThrow(() -> Refusal.of(404, "not_found", "no such thread"));
    }
}
