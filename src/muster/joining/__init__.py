"""How parties become bound: joining, signing, adopting a version, opting out, leaving.

A *joining* (`Accession`) gathers the papers of one party for one version: the attorney's review, the
resolution, the signatures, the filing, in the order that the terms ask. When the last of them is
there the terms say from which day it binds, and the party's standing in `members` follows.

An electronic signature is made of the exact document that was shown, known by its SHA-256. The
signed PDF begins with those very bytes, adds a page that says who signed what when, and is sealed
with the network's own key as PAdES, so that any PDF reader tells whether a byte was changed.

Clauses: joining, duration, withdrawal.
"""
