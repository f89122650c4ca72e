"""Does the generator draw what is asked for: the rhythm, the beats, and what lies in between."""
