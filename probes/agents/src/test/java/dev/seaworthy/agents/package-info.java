@NullMarked
package dev.seaworthy.agents;

import org.jspecify.annotations.NullMarked;
