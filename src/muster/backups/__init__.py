"""The host may be the victim: encrypted backups that leave for a second party by themselves.

A *place* is where they go: a folder (a mounted share) or a WebDAV address of the second party. A
*shipment* is one try to bring one backup to one place: made, sent under a name that ends in
`.part`, read back and compared, and only then given its real name. Each place has its own next try,
put off longer after each failure, and an alarm once its newest good backup is older than two
intervals. What is shipped opens only with the second party's identity, which is never here.

A *reconciliation* is one comparison of a returned host's journal with that of the standby that went
on. A *host matter* is one thing that something happened to at the host alone; it waits until a
coordinator says what came of it. Nothing is entered or overwritten by itself.
"""
