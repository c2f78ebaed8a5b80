package dev.seaworthy.ratelimit.websocket;

import dev.seaworthy.ratelimit.delay.DelayTrial;
import dev.seaworthy.ratelimit.session.Answer;
import dev.seaworthy.ratelimit.session.Answer.Outcome;
import dev.seaworthy.ratelimit.session.Answer.Sign;
import dev.seaworthy.ratelimit.session.Entry;
import dev.seaworthy.ratelimit.session.Journal;
import dev.seaworthy.ratelimit.session.Stage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Draws from a journal whom a limit on messages holds for. Pure. */
final class ScopeJudge {
    /** A new quota is about as large as the first. */
    private static final double ABOUT = 0.8;

    private static final Set<Sign> OF_MESSAGES = EnumSet.of(Sign.MESSAGE, Sign.CLOSE, Sign.SILENCE);

    private final List<Try> tries = new ArrayList<>();
    private int left;
    private int reconnected;
    private boolean tried;

    /** Exhausted, tried from elsewhere, and tried again. */
    private static final class Try {
        private final List<Answer> exhausting = new ArrayList<>();
        private @Nullable Answer second;
        private @Nullable Answer other;
        private @Nullable Answer after;

        private Answer last() {
            return exhausting.get(exhausting.size() - 1);
        }

        /** A closed connection cannot be asked once more: whoever asks is on another one. */
        private boolean valid() {
            Answer again = after;
            boolean still = last().sign() == Sign.CLOSE || (again != null && again.refused());
            return last().refused() && still && told(second);
        }
    }

    private ScopeJudge(List<Entry> entries) {
        String before = "";
        for (Entry entry : entries) {
            take(entry, before);
            before = entry.label();
        }
    }

    private void take(Entry entry, String before) {
        String label = entry.label();
        if (label.equals(MessageScope.EXHAUST)) {
            if (!before.equals(label)) {
                tries.add(new Try());
            }
            tries.get(tries.size() - 1).exhausting.add(entry.answer());
            return;
        }
        left += label.equals(MessageScope.LEAVE) && entry.answer().refused() ? 1 : 0;
        if (label.equals(MessageScope.RECONNECT)) {
            tried = true;
            reconnected += entry.answer().admitted() ? 1 : 0;
        }
        if (tries.isEmpty()) {
            return;
        }
        Try last = tries.get(tries.size() - 1);
        switch (label) {
            case MessageScope.SECOND -> last.second = entry.answer();
            case MessageScope.OTHER -> last.other = entry.answer();
            case MessageScope.AFTER -> last.after = entry.answer();
            default -> {}
        }
    }

    static Optional<MessageLimit> judge(Journal journal) {
        ScopeJudge judge = new ScopeJudge(journal.of(Stage.CONNECTIONS));
        return judge.tries.isEmpty() ? Optional.empty() : Optional.of(judge.limit());
    }

    private MessageLimit limit() {
        List<Answer> first = tries.get(0).exhausting;
        int admitted = (int) first.stream().filter(Answer::admitted).count();
        Optional<Answer> refusal = first.stream().filter(Answer::refused).findFirst();
        String delay = DelayTrial.suspects(first) ? "DELAY" : "";
        MessageLimit.Scope scope = scope();
        return new MessageLimit(admitted, scope, refusal.map(Refusals::key).orElse(delay), fresh(scope, admitted));
    }

    /** A token that a bucket regained just then may let one through, so one refusal outweighs all others. */
    private MessageLimit.Scope scope() {
        List<Try> valid = tries.stream().filter(Try::valid).toList();
        if (valid.isEmpty()) {
            return MessageLimit.Scope.UNKNOWN;
        }
        if (valid.stream().allMatch(one -> admitted(one.second))) {
            return valid.size() < MessageScope.WANTED ? MessageLimit.Scope.UNKNOWN : MessageLimit.Scope.CONNECTION;
        }
        if (valid.stream().noneMatch(one -> told(one.other))) {
            return MessageLimit.Scope.TOKEN_OR_ALL;
        }
        boolean shared = valid.stream().anyMatch(one -> told(one.other) && !admitted(one.other));
        return shared ? MessageLimit.Scope.ALL : MessageLimit.Scope.TOKEN;
    }

    private Optional<Boolean> fresh(MessageLimit.Scope scope, int quota) {
        if (left == 0 || !tried) {
            return Optional.empty();
        }
        boolean full = reconnected >= Math.max(1, ABOUT * quota);
        // A quota that is shared between connections and full again has run out of its window.
        return full && scope != MessageLimit.Scope.CONNECTION ? Optional.empty() : Optional.of(full);
    }

    private static boolean admitted(@Nullable Answer answer) {
        return answer != null && answer.admitted();
    }

    /** Whether it is what came of a message; a connection that was not even opened says nothing about messages. */
    private static boolean told(@Nullable Answer answer) {
        return answer != null && answer.outcome() != Outcome.FAILED && OF_MESSAGES.contains(answer.sign());
    }
}
