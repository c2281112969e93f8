/** The benchmarks themselves, one class each, with the parts that only they need beside them. */
@NullMarked
package io.fleethub.bench.scenario;

import org.jspecify.annotations.NullMarked;
