/** Tests of what anybody may read. */
@org.jspecify.annotations.NullMarked
package dev.forewarn.feed;
