package dev.forewarn.lifecycle;

import java.util.List;
import java.util.Optional;

/**
 * What follows for one cutoff.
 *
 * @param notices to raise now, in this order
 * @param next what the cutoff is due to have raised later
 */
public record Consequences(List<Draft> notices, Optional<Due> next) {
    public Consequences {
        notices = List.copyOf(notices);
    }
}
