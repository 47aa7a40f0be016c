/** Tests of how notices are raised. */
@org.jspecify.annotations.NullMarked
package dev.forewarn.notice;
