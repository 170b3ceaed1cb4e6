"""Break-glass: signing in and acting when a party has lost its mail, its single sign-on, its machines.

Printed one-time codes, a code to a personal phone, the word of two people of other parties; what a
session opened that way may do; the fence that shuts a stricken party's own accounts; who lifts it.
"""
