"""Can readers tell synthetic from real, with readers and cases both at random."""
