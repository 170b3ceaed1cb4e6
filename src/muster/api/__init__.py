"""What all JSON endpoints share: problem documents, cursor pages, idempotency."""
