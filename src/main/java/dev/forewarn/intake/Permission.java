package dev.forewarn.intake;

import dev.forewarn.access.Bounds;
import dev.forewarn.lifecycle.Authority;
import dev.forewarn.lifecycle.CutoffKey;
import dev.forewarn.lifecycle.LifecycleEvent;
import dev.forewarn.lifecycle.LifecycleEvent.SourceRead;
import dev.forewarn.lifecycle.LifecycleEvent.Stated;
import dev.forewarn.lifecycle.LifecycleEvent.Withdrawn;
import dev.forewarn.lifecycle.SubjectId;
import dev.forewarn.web.Problem.Fault;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Whether a publisher may say what it says: as that source, of those providers, with that authority. Who else sells a
 * subject is not asked: a channel is part of what is said, not of for whom it is said.
 *
 * @param pointer to the event in what was sent
 */
record Permission(Bounds bounds, String pointer) {

    /** What it may not say, each with a pointer. */
    Stream<Fault> lacking(LifecycleEvent event) {
        return Stream.concat(source(event.ref().source()), content(event));
    }

    private Stream<Fault> content(LifecycleEvent event) {
        if (event instanceof Stated stated) {
            return Stream.concat(
                    subject(stated.key().subject(), "/data/subject/id"),
                    authority(stated.statement().claimedBy().authority()));
        }
        if (event instanceof Withdrawn withdrawn) {
            return subject(withdrawn.key().subject(), "/data/subject/id");
        }
        return event instanceof SourceRead read
                ? Stream.concat(keys(read.read(), "/data/read/"), keys(read.missing(), "/data/missing/"))
                : Stream.empty();
    }

    private Stream<Fault> source(String source) {
        return unless(bounds.speakAs(source), "/source", "this key may not speak as this source");
    }

    private Stream<Fault> subject(SubjectId subject, String at) {
        return unless(
                bounds.speakOf(subject.provider()), at, "this key may not speak of subjects of " + subject.provider());
    }

    private Stream<Fault> authority(Authority claimed) {
        return unless(
                bounds.claim(claimed.word()), "/data/claimedBy/authority", "this key may not claim " + claimed.word());
    }

    private Stream<Fault> keys(List<CutoffKey> keys, String at) {
        return IntStream.range(0, keys.size())
                .boxed()
                .flatMap(i -> subject(keys.get(i).subject(), at + i));
    }

    private Stream<Fault> unless(boolean allowed, String at, String detail) {
        return allowed ? Stream.empty() : Stream.of(Fault.at(pointer + at, detail));
    }
}
