package dev.forewarn.lifecycle;

import java.util.List;
import java.util.Optional;

/** Something that a source has said. */
public sealed interface LifecycleEvent {

    EventRef ref();

    /** An event about one cutoff. */
    sealed interface AboutCutoff extends LifecycleEvent {
        CutoffKey key();

        /** What the source says from now on; empty if it takes its claim back. */
        Optional<Statement> says();
    }

    /**
     * A source says this now.
     *
     * @param key the statement's
     */
    record Stated(EventRef ref, Statement statement, CutoffKey key) implements AboutCutoff {

        public Stated(EventRef ref, Statement statement) {
            this(ref, statement, statement.key());
        }

        @Override
        public Optional<Statement> says() {
            return Optional.of(statement);
        }
    }

    /** A source takes its claim back. */
    record Withdrawn(EventRef ref, CutoffKey key) implements AboutCutoff {
        @Override
        public Optional<Statement> says() {
            return Optional.empty();
        }
    }

    /** A source was read whole: what it still says, and what it no longer does. */
    record SourceRead(EventRef ref, List<CutoffKey> read, List<CutoffKey> missing) implements LifecycleEvent {
        public SourceRead {
            read = List.copyOf(read);
            missing = List.copyOf(missing);
        }
    }
}
