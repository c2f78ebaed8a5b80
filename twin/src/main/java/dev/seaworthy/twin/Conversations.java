package dev.seaworthy.twin;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Everybody's threads and messages, each user's apart. Kept in memory. Conversation-safe. */
final class Conversations {
    static final int MOST_THREADS = 100_000;
    static final int MOST_MESSAGES = 10_000;

    private final Clock clock;
    private final Map<String, Shelf> shelves = new ConcurrentHashMap<>();

    Conversations(Clock clock) {
        this.clock = clock;
    }

    Shelf of(User user) {
        return shelves.computeIfAbsent(user.id(), id -> new Shelf());
    }

    /** A thread of any user. */
    Optional<Place> anywhere(String id) {
        return shelves.values().stream()
                .flatMap(shelf -> shelf.place(id).stream())
                .findFirst();
    }

    /** Everybody's threads, one shelf after the other. */
    Page<Object> listAll(int offset, int limit) {
        List<Object> all = new ArrayList<>();
        shelves.values().forEach(shelf -> all.addAll(shelf.list(0, MOST_THREADS).items()));
        return new Page<>(all.stream().skip(offset).limit(limit).toList(), all.size());
    }

    /** One user's threads. */
    final class Shelf {
        private final Map<String, Conversation> threads = new LinkedHashMap<>();

        synchronized Conversation create(String title, @Nullable Integer announced) {
            if (threads.size() >= MOST_THREADS) {
                throw Refusal.of(409, "quota_reached", "a user has at most " + MOST_THREADS + " threads");
            }
            Conversation thread = new Conversation(
                    UUID.randomUUID().toString(), title, clock.instant().toString(), new ArrayList<>(), announced);
            threads.put(thread.id, thread);
            return thread;
        }

        synchronized Optional<Place> place(String id) {
            return Optional.ofNullable(threads.get(id)).map(thread -> new Place(this, thread));
        }

        synchronized Conversation rename(Conversation thread, String title) {
            Conversation renamed =
                    new Conversation(thread.id, title, thread.createdAt, thread.messages, thread.announced);
            threads.replace(thread.id, renamed);
            return renamed;
        }

        synchronized void remove(Conversation thread) {
            threads.remove(thread.id);
        }

        synchronized Page<Object> list(int offset, int limit) {
            List<Object> page = threads.values().stream()
                    .skip(offset)
                    .limit(limit)
                    .map(thread -> thread.json())
                    .toList();
            return new Page<>(page, threads.size());
        }

        synchronized Object add(Conversation thread, String content) {
            if (thread.messages.size() >= MOST_MESSAGES) {
                throw Refusal.of(409, "quota_reached", "a thread has at most " + MOST_MESSAGES + " messages");
            }
            Message message = new Message(
                    UUID.randomUUID().toString(),
                    thread.id,
                    content,
                    clock.instant().toString());
            thread.messages.add(message);
            return message.json();
        }

        synchronized Object json(Conversation thread) {
            return thread.json();
        }

        synchronized Page<Object> messages(Conversation thread, int offset, int limit) {
            List<Object> page = thread.messages.stream()
                    .skip(offset)
                    .limit(limit)
                    .map(Message::json)
                    .toList();
            return new Page<>(page, thread.messages.size());
        }

        /** The newest threads' messages that contain a text, at most {@code limit} of them. */
        synchronized List<Object> search(String text, int limit, int threadsSearched) {
            List<Conversation> newest = new ArrayList<>(threads.values());
            Collections.reverse(newest);
            return newest.stream()
                    .limit(threadsSearched)
                    .flatMap(thread -> thread.messages.stream())
                    .filter(message -> message.content.contains(text))
                    .limit(limit)
                    .map(Message::json)
                    .toList();
        }
    }

    /** A thread and the shelf that it stands on. */
    record Place(Shelf shelf, Conversation thread) {}

    /**
     * Guarded by the shelf that it stands on.
     *
     * @param announced how many messages it says that it has; null for as many as there are
     */
    record Conversation(
            String id,
            String title,
            String createdAt,
            List<Message> messages,
            @Nullable Integer announced) {
        private Object json() {
            return Json.object(
                    "id", id,
                    "object", "thread",
                    "title", title,
                    "created_at", createdAt,
                    "message_count", announced == null ? messages.size() : announced);
        }
    }

    private record Message(String id, String threadId, String content, String createdAt) {
        Object json() {
            return Json.object(
                    "id", id, "thread_id", threadId, "role", "user", "content", content, "created_at", createdAt);
        }
    }

    /** A stretch of a longer list. */
    record Page<T>(List<T> items, int total) {}
}
