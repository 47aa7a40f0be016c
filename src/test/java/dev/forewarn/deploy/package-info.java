/** What an operator is handed, held against what the service and the servers around it know. */
@org.jspecify.annotations.NullMarked
package dev.forewarn.deploy;
