/** How it comes in: Kafka batches and posted events, judged one by one. */
@org.jspecify.annotations.NullMarked
package dev.forewarn.intake;
