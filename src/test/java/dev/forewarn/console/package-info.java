/** The console, looked at in a real browser. */
@org.jspecify.annotations.NullMarked
package dev.forewarn.console;
