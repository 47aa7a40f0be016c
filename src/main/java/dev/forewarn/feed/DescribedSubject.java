package dev.forewarn.feed;

import dev.forewarn.lifecycle.SubjectId;
import dev.forewarn.lifecycle.SubjectKind;
import java.util.List;

/**
 * A subject as it is best described.
 *
 * @param aliases those of all descriptions: more than one of them may have
 */
public record DescribedSubject(SubjectId id, String name, SubjectKind kind, List<String> aliases) {}
