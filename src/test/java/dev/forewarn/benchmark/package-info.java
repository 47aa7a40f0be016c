/** Measures the service beside its limits: see "Measure it" in the README. Not a test: nothing here runs in the build. */
@org.jspecify.annotations.NullMarked
package dev.forewarn.benchmark;
