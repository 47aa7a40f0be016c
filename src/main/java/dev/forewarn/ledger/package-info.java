/** What was said: events, claims and cutoffs are appended and read here; and the calendar by which they count. */
@org.jspecify.annotations.NullMarked
package dev.forewarn.ledger;
