/** What anybody may read: notices, cutoffs, subjects. Nothing here writes. */
@org.jspecify.annotations.NullMarked
package dev.forewarn.feed;
