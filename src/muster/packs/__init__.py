"""The pack: what a party keeps on paper for the night on which nothing else of its own works.

Contacts in call order, the addresses of Muster and its standby, who may ask and who may send help,
how to ask without mail or sign-on, which code sheets hold, the own ready packages, and behind
the essentials the playbooks. A pack is made anew each time from what its maker may see; nothing of
it is kept but the fact that it was made.
It never holds a code: those are printed on sheets of their own.
"""
