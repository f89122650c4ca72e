"""The statistics of a file of readings, under the names that its report keeps."""
