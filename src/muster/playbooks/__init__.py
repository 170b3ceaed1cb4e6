"""Playbooks: what to do first when a kind of thing happens, in short numbered steps.

A *playbook* belongs to a party, or to the network, whose coordinator writes it. Each change makes a
new *version*; earlier ones stay readable. Steps are plain text, a line each: nothing in them is read
as markup. Sharing says who may read a version: its own party always, the others once it is shared
with the network, those that are not bound by the agreement only under TLP:GREEN and TLP:CLEAR.
No clause of an agreement speaks of playbooks.
"""
