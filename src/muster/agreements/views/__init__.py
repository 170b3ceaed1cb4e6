"""The pages of the agreement room."""
