"""What `make demo` starts: two sites, their people, pools, a study to read and one to look at."""
