"""What all HTML pages share: the frame, forms, sentences, components, live updates, error pages.

Nothing here knows an app. Upper apps register what they add at start-up (`AppConfig.ready`):
navigation entries, badges, to-dos, panels, wording and the step-up check.
"""
