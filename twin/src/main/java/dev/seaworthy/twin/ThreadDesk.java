package dev.seaworthy.twin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** Threads, messages, and the search over them. Another user's thread does not exist. */
final class ThreadDesk {
    private static final int LONGEST_CONTENT = 8_000;
    private static final int THREADS_SEARCHED = 1_000;

    private final TwinSettings settings;
    private final Conversations conversations;

    ThreadDesk(TwinSettings settings, Conversations conversations) {
        this.settings = settings;
        this.conversations = conversations;
    }

    void addTo(Router router) {
        Limiter.Policy general = Limiter.Policy.GENERAL;
        router.guarded("GET", "/api/threads", general, this::list);
        router.guarded("POST", "/api/threads", general, this::create);
        router.guarded("GET", "/api/threads/{id}", general, this::read);
        router.guarded("PATCH", "/api/threads/{id}", general, this::rename);
        router.guarded("DELETE", "/api/threads/{id}", general, this::delete);
        router.guarded("GET", "/api/threads/{id}/messages", general, this::messages);
        router.guarded("POST", "/api/threads/{id}/messages", general, this::say);
        router.guarded("GET", "/api/search", Limiter.Policy.SEARCH, this::search);
    }

    private Answer list(Request request) {
        int offset = request.call().number("offset", 0, 0, Conversations.MOST_THREADS);
        int limit = request.call().number("limit", 20, 1, 100);
        Conversations.Page<Object> page = settings.has(Fault.THREAD_LISTS_SHARED)
                ? conversations.listAll(offset, limit)
                : conversations.of(request.user()).list(offset, limit);
        return Answer.ok(Json.object("threads", page.items(), "total", page.total(), "offset", offset, "limit", limit));
    }

    private Answer create(Request request) {
        JsonNode body = request.call().json();
        String title = title(body);
        JsonNode announced = body.path("message_count");
        Conversations.Shelf shelf = conversations.of(request.user());
        Conversations.Conversation thread = shelf.create(
                title, settings.has(Fault.MASS_ASSIGNMENT) && announced.isInt() ? announced.asInt() : null);
        return Answer.of(201, shelf.json(thread)).with("Location", "/api/threads/" + thread.id());
    }

    private Answer read(Request request) {
        Conversations.Place place = place(request, settings.has(Fault.THREADS_SHARED));
        return Answer.ok(place.shelf().json(place.thread()));
    }

    private Answer rename(Request request) {
        Conversations.Place place = place(request, settings.has(Fault.THREAD_WRITES_SHARED));
        Conversations.Conversation renamed =
                place.shelf().rename(place.thread(), title(request.call().json()));
        return Answer.ok(place.shelf().json(renamed));
    }

    private Answer delete(Request request) {
        Conversations.Place place = place(request, settings.has(Fault.THREAD_WRITES_SHARED));
        place.shelf().remove(place.thread());
        return Answer.empty(204);
    }

    private static String title(JsonNode body) {
        JsonNode title = body.path("title");
        if (!title.isMissingNode() && (!title.isTextual() || title.asText().length() > 200)) {
            throw Refusal.of(422, "bad_field", "the field 'title' must be a text of at most 200 characters");
        }
        return title.asText("untitled");
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
        return place(request, false).thread();
    }

    /** The thread that the path names. Another user's does not exist, unless a fault says otherwise. */
    private Conversations.Place place(Request request, boolean shared) {
        String id = request.variable("id");
        Optional<Conversations.Place> own = conversations.of(request.user()).place(id);
        if (own.isPresent()) {
            return own.get();
        }
        boolean asked = shared || settings.has(Fault.THREAD_EXISTENCE);
        Optional<Conversations.Place> foreign = asked ? conversations.anywhere(id) : Optional.empty();
        if (foreign.isPresent() && !shared) {
            throw Refusal.of(403, "forbidden", "this thread is another user's");
        }
        return foreign.orElseThrow(() -> Refusal.of(404, "not_found", "no such thread"));
    }
}
