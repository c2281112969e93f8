package io.fleethub.verifier;

import java.util.List;
import java.util.stream.Collectors;

/** The findings of one look at a fleet. */
public record Verdict(List<Finding> findings) {

    public Verdict {
        findings = List.copyOf(findings);
    }

    public boolean holds() {
        return findings.stream().allMatch(Finding::holds);
    }

    /** @throws IllegalArgumentException when nothing of that name was looked at */
    public Finding of(String invariant) {
        return findings.stream()
                .filter(finding -> finding.invariant().equals(invariant))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(invariant + " was not looked at"));
    }

    /** One line an invariant, with examples of what breaks it. */
    public String text() {
        return findings.stream().map(Finding::line).collect(Collectors.joining("\n"));
    }
}
