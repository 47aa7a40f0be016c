/** Tests of what is sent, against real receivers. */
@org.jspecify.annotations.NullMarked
package dev.forewarn.delivery;
