package dev.forewarn.lifecycle;

import java.time.Instant;
import java.util.Optional;

/**
 * What a cutoff is next due to have raised, and when.
 *
 * @param leadTime the reminder's rung; empty when the window's end is reached
 */
public record Due(Instant at, Optional<LeadTime> leadTime) {}
