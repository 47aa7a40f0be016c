/** Who may do what: keys and roles. */
@org.jspecify.annotations.NullMarked
package dev.forewarn.access;
