"""What is measured on each ECG: rhythm, intervals, amplitudes, axis, f waves; with a codebook."""
