package dev.forewarn.lifecycle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;

/** Which cutoffs hang on which others through a live claim. Chains may be long, so the walks don't recurse. */
final class Dependencies {

    private final Map<CutoffId, Set<CutoffId>> followed = new HashMap<>();
    private final Map<CutoffId, Set<CutoffId>> followers = new HashMap<>();

    /** What a cutoff follows from now on, in place of what it followed before. */
    void put(CutoffId id, Set<CutoffId> follows) {
        followed(id).forEach(former -> kept(former).remove(id));
        followed.put(id, Set.copyOf(follows));
        follows.forEach(each -> kept(each).add(id));
    }

    /** The cutoff itself and all that follow it, however indirectly. */
    Set<CutoffId> withFollowers(CutoffId id) {
        Set<CutoffId> found = new HashSet<>(Set.of(id));
        Queue<CutoffId> open = new ArrayDeque<>(found);
        while (!open.isEmpty()) {
            followers(open.remove()).stream().filter(found::add).forEach(open::add);
        }
        return found;
    }

    /** All that follow it, each after everything that it follows, and in an order that depends on nothing else. */
    List<CutoffId> followersInOrder(CutoffId id) {
        Set<CutoffId> concerned = withFollowers(id);
        Map<CutoffId, Long> waitsFor =
                concerned.stream().collect(Collectors.toMap(each -> each, each -> count(followed(each), concerned)));
        List<CutoffId> order = new ArrayList<>();
        Queue<CutoffId> free = new PriorityQueue<>(Set.of(id));
        while (!free.isEmpty()) {
            CutoffId next = free.remove();
            order.add(next);
            followers(next).stream()
                    .filter(follower -> waitsFor.merge(follower, -1L, Long::sum) == 0)
                    .forEach(free::add);
        }
        return order.subList(1, order.size());
    }

    private Set<CutoffId> followed(CutoffId id) {
        return followed.getOrDefault(id, Set.of());
    }

    private Set<CutoffId> followers(CutoffId id) {
        return followers.getOrDefault(id, Set.of());
    }

    private Set<CutoffId> kept(CutoffId id) {
        return followers.computeIfAbsent(id, any -> new HashSet<>());
    }

    private static long count(Collection<CutoffId> ids, Set<CutoffId> within) {
        return ids.stream().filter(within::contains).count();
    }
}
