/** Events as publishers send them, and what becomes of each. */
@org.jspecify.annotations.NullMarked
package dev.forewarn.intake;
