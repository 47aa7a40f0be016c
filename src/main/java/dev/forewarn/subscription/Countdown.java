package dev.forewarn.subscription;

import dev.forewarn.lifecycle.CutoffId;
import java.time.Instant;

/**
 * What a notice counts down to, if it does: whoever has acknowledged the cutoff is not told.
 *
 * @param start of the cutoff's window
 */
public record Countdown(CutoffId cutoff, Instant start) {}
