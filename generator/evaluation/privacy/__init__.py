"""Whether a batch gives away whose ECGs the generator learnt from: near copies and membership."""
