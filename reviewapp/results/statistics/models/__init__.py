"""Models with crossed random effects of readers and cases, and what stands beside them."""
