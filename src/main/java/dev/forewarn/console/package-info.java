/** Web pages, for people who would rather look than read: what is coming, and what was sent. */
@org.jspecify.annotations.NullMarked
package dev.forewarn.console;
