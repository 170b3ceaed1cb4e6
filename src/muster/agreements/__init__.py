"""Agreement versions, their terms as data, who is in force, and attestations to the baseline."""
