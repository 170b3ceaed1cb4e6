"""Claims: built from the mission, submitted, questioned, approved, paid, waived; the working of each figure.

A claim belongs to its two parties alone: the claimant (the responding party) and the owing one (the
requesting party), which sees it from its submission on. From then on its lines and its settlement
never change; a correction is a credit note. Terms: billing, payment, waiver, dispute, share.
"""
