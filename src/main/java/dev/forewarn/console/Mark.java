package dev.forewarn.console;

/**
 * A cutoff on the timeline.
 *
 * @param shape {@code committed, earliest} or {@code tentative}: not told by colour alone
 * @param width of a window that is longer than a day; empty for a day
 * @param open whether its window has no end
 * @param conflict whether sources do not agree
 */
public record Mark(
        String id,
        String title,
        String x,
        int y,
        String shape,
        String urgency,
        String width,
        boolean open,
        boolean conflict) {}
