/**
 * What is going away, when, who says so, and what must be told about it: values and pure functions on {@code java.*}
 * alone.
 */
@org.jspecify.annotations.NullMarked
package dev.forewarn.lifecycle;
