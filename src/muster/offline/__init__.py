"""A phone without a network: enrolled devices, what may be read on them, the queue they send later.

A device is one browser of one person. It holds a copy of what its person may see, encrypted under
a PIN, and a queue of what was written down without a network. The queue's key is also sealed to
this installation, so that its owner can still send it after forgetting the PIN, and nobody else.
The writes themselves are the ordinary operations of the API, under ids that the device made.
"""
