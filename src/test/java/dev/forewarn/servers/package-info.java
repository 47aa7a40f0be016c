/** PostgreSQL, Kafka and the packaged service for the tests: real servers, real processes. */
@org.jspecify.annotations.NullMarked
package dev.forewarn.servers;
