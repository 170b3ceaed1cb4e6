"""Incidents, aid requests and their lines, offers, and the missions that accepted offers become."""
