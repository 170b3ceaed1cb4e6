"""Running the incident: the live board of open requests, people out and clocks."""
