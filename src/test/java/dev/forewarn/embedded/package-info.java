@org.jspecify.annotations.NullMarked
package dev.forewarn.embedded;
