/** Tests of loops. */
@org.jspecify.annotations.NullMarked
package dev.forewarn.loop;
