"""What parties can lend: people, equipment, licences, capacity, facilities, ready packages; and what is reserved."""
