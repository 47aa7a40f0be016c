/** The packaged service as real processes on real servers, under faults. */
@org.jspecify.annotations.NullMarked
package dev.forewarn.system;
