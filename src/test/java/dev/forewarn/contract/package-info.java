/** Holds all that is sent and answered against the description of the API. */
@org.jspecify.annotations.NullMarked
package dev.forewarn.contract;
