/** What operators see: the scrape, the rules and the dashboard made of it, the log, health and traces. */
@org.jspecify.annotations.NullMarked
package dev.forewarn.observability;
