"""Pages of the register, of people and roles, and of one's own account."""
