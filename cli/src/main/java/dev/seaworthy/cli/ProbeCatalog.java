package dev.seaworthy.cli;

import dev.seaworthy.config.ProbeFactory;
import dev.seaworthy.kernel.CheckCard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/** Every probe on the class path, in the order in which a report lists their areas. Immutable. */
final class ProbeCatalog {
    /** What is more basic comes first; probes that are not named here follow by their id. */
    private static final List<String> ORDER = List.of("health", "auth", "rate-limit", "websocket", "agents");

    private final List<ProbeFactory<?>> factories;

    ProbeCatalog(Iterable<? extends ProbeFactory<?>> found) {
        List<ProbeFactory<?>> all = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        Map<String, String> ownerOfCheck = new HashMap<>();
        for (ProbeFactory<?> factory : found) {
            if (!ids.add(factory.id())) {
                throw new IllegalStateException("two probes have the id " + factory.id());
            }
            for (CheckCard card : factory.catalogue()) {
                String owner = ownerOfCheck.putIfAbsent(card.id(), factory.id());
                if (owner != null) {
                    throw new IllegalStateException(
                            "check " + card.id() + " is in the catalogues of " + owner + " and " + factory.id());
                }
            }
            all.add(factory);
        }
        all.sort(Comparator.<ProbeFactory<?>>comparingInt(ProbeCatalog::rank).thenComparing(ProbeFactory::id));
        this.factories = List.copyOf(all);
    }

    /** The probes that {@link ServiceLoader} finds. */
    static ProbeCatalog onClassPath() {
        List<ProbeFactory<?>> found = new ArrayList<>();
        for (ProbeFactory<?> factory : ServiceLoader.load(ProbeFactory.class)) {
            found.add(factory);
        }
        return new ProbeCatalog(found);
    }

    List<ProbeFactory<?>> factories() {
        return factories;
    }

    List<String> ids() {
        return factories.stream().<String>map(ProbeFactory::id).toList();
    }

    /** Every card of every probe. */
    List<CheckCard> cards() {
        return factories.stream()
                .flatMap(factory -> factory.catalogue().stream())
                .toList();
    }

    Optional<CheckCard> card(String checkId) {
        return cards().stream().filter(card -> card.id().equals(checkId)).findFirst();
    }

    private static int rank(ProbeFactory<?> factory) {
        int rank = ORDER.indexOf(factory.id());
        return rank < 0 ? ORDER.size() : rank;
    }
}
