"""Whether synthetic ECGs are any good: features, utility, fidelity, privacy, condition, report."""
