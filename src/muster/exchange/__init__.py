"""What leaves the network on paper and as data: the incident command forms and the agreement's own.

A *form* is a numbered list of blocks (`paper/<form>.toml`) and one reader that fills it from the
record (`paper/<form>.py`). What the record does not know stays a blank line for a pen. A form shows
no more than the reader's own pages do: it is filled through the queries of the rooms below.
"""
