/**
 * A first run: PostgreSQL and Kafka inside the process, a replay of the shipped timeline, and a receiver that prints the
 * webhooks. Never in a production image: the servers' libraries are optional, and no bean here refers to them.
 */
@org.jspecify.annotations.NullMarked
package dev.forewarn.embedded;
