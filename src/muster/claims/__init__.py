"""Claims: built from the mission, submitted, questioned, approved, paid, waived; the working of each figure."""
