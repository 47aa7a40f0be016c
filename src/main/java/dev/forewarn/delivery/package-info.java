/** How it is told: claimed, signed, sent, settled, retried. */
@org.jspecify.annotations.NullMarked
package dev.forewarn.delivery;
