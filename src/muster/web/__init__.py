"""What all HTML pages share: layout, components, wording, live updates, panels."""
