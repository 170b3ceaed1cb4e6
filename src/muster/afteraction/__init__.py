"""After-action reviews: the chronology that drafts itself, findings with owner and due date.

A review looks back at one incident. While it is open, the incident's own party, the owners of its
findings and the coordinator read it; once closed, whoever may know of the incident.
"""
