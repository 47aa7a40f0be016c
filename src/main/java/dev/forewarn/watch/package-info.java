/** What operators see of a way of the data while it goes: log lines with ids, and traces. */
@org.jspecify.annotations.NullMarked
package dev.forewarn.watch;
