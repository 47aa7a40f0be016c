package dev.forewarn.lifecycle;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What names a cutoff: its subject, milestone and scope. Written
 * {@code openai/sora-2:shutdown@azure;region=US;audience=free-tier;occurrence=2}, default parts left out, in this
 * order.
 */
public final class CutoffKey implements Comparable<CutoffKey> {

    private final SubjectId subject;
    private final Milestone milestone;
    private final Scope scope;
    // Asked for many times while an event is taken in, so each is worked out once.
    private final String written;
    private final CutoffId id;

    public CutoffKey(SubjectId subject, Milestone milestone, Scope scope) {
        this.subject = subject;
        this.milestone = milestone;
        this.scope = scope;
        this.written = written(subject, milestone, scope);
        this.id = new CutoffId("cut_" + Digest.shortId(written));
    }

    public SubjectId subject() {
        return subject;
    }

    public Milestone milestone() {
        return milestone;
    }

    public Scope scope() {
        return scope;
    }

    /**
     * Reads the written form; parts may be written out though they are the default, but only in order.
     *
     * @throws IllegalArgumentException saying which part can't be read
     */
    public static CutoffKey parse(String text) {
        String[] parts = text.split(";", -1);
        String head = parts[0];
        int at = head.indexOf('@');
        String named = at < 0 ? head : head.substring(0, at);
        // A subject's name may hold colons; the milestone is what follows the last.
        int colon = named.lastIndexOf(':');
        Text.require(colon > 0, () -> "'" + Text.shorten(text) + "' is not of the form provider/name:milestone");
        SubjectId subject = SubjectId.parse(named.substring(0, colon));
        Milestone milestone = Word.parse(Milestone.class, named.substring(colon + 1));
        Map<String, String> rest = parseRest(parts);
        Scope scope = new Scope(
                at < 0 ? subject.provider() : head.substring(at + 1),
                rest.getOrDefault("region", Scope.EVERYWHERE),
                rest.getOrDefault("audience", Scope.EVERYWHERE),
                Optional.ofNullable(rest.get("occurrence")));
        return new CutoffKey(subject, milestone, scope);
    }

    private static Map<String, String> parseRest(String[] parts) {
        String[] order = {"region", "audience", "occurrence"};
        Map<String, String> rest = new LinkedHashMap<>();
        int next = 0;
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            String name = equals < 0 ? parts[i] : parts[i].substring(0, equals);
            while (next < order.length && !order[next].equals(name)) {
                next++;
            }
            Text.require(
                    next < order.length && equals >= 0,
                    "'" + Text.shorten(parts[i]) + "' is not one of region=, audience=, occurrence=, in this order");
            rest.put(name, parts[i].substring(equals + 1));
            next++;
        }
        return rest;
    }

    /** The id that anyone can compute from the written form. */
    public CutoffId id() {
        return id;
    }

    @Override
    public int compareTo(CutoffKey other) {
        return written.compareTo(other.written);
    }

    /** No two keys are written alike. */
    @Override
    public boolean equals(Object other) {
        return other instanceof CutoffKey key && written.equals(key.written);
    }

    @Override
    public int hashCode() {
        return written.hashCode();
    }

    @Override
    public String toString() {
        return written;
    }

    private static String written(SubjectId subject, Milestone milestone, Scope scope) {
        StringBuilder written = new StringBuilder().append(subject).append(':').append(milestone.word());
        if (!scope.channel().equals(subject.provider())) {
            written.append('@').append(scope.channel());
        }
        if (!scope.region().equals(Scope.EVERYWHERE)) {
            written.append(";region=").append(scope.region());
        }
        if (!scope.audience().equals(Scope.EVERYWHERE)) {
            written.append(";audience=").append(scope.audience());
        }
        scope.occurrence().ifPresent(slug -> written.append(";occurrence=").append(slug));
        return written.toString();
    }
}
