"""Networks, parties, contacts, people, roles, invitations, sign-in, sessions and tokens."""
