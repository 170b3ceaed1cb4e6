"""After-action reviews: the chronology that drafts itself, findings with owner and due date."""
