"""Evidence: uploaded files, checked, scanned, hashed, and sent only as attachments."""
