"""What a host lets its helpers into: who, which system, where, under which account, until when.

A grant is made and taken back by the party that was helped, each time with proof: a sentence or a
file. Its hour ends by itself; that the account is really gone is confirmed by somebody who looked.
Until every grant of a mission is confirmed removed, the mission is not demobilized. Account names
are kept, passwords never.

Clauses: data_access (who may touch what), confidentiality.
"""
