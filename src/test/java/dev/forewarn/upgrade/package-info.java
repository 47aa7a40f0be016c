/** That the next release finds what the last one has left, and that the last one goes on beside it. */
@org.jspecify.annotations.NullMarked
package dev.forewarn.upgrade;
