/** How other people's feeds are read: each becomes rows, the rows events, and the events go the way of all others. */
@org.jspecify.annotations.NullMarked
package dev.forewarn.intake.imports;
