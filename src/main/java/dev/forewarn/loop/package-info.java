/** Loops around work that is due on a table. */
@org.jspecify.annotations.NullMarked
package dev.forewarn.loop;
