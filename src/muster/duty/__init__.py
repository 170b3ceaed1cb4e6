"""Who of a party is on duty: rotas with levels, rotations, overrides, time off and hand-over notes.

A rota has levels, asked one after another; each level is filled by rotations. Whoever is away is
never on duty: the next in the rotation stands in. Where nobody is, a gap is named ahead of time and
the party's contact order takes its place: duty officers first, then authorized representatives.
Nothing here decides who is on duty; the rules do (`rules.rotas`).
"""
