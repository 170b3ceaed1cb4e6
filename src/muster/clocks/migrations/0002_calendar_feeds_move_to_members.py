from django.db import migrations

FIELDS = ("id", "network_id", "person_id", "party_id", "secret_digest", "made_at", "revoked_at")


def copy(source, target):
    """Copy every link, so that calendars that read one go on doing so."""

    def run(apps, schema_editor):
        rows = apps.get_model(source, "CalendarFeed").objects.values(*FIELDS)
        feeds = apps.get_model(target, "CalendarFeed").objects
        feeds.bulk_create([feeds.model(**row) for row in rows], batch_size=500)

    return run


class Migration(migrations.Migration):
    dependencies = [
        ("clocks", "0001_deadlines_happenings_and_calendar_feeds"),
        ("members", "0005_calendar_feeds_of_every_room"),
    ]

    operations = [migrations.RunPython(copy("clocks", "members"), copy("members", "clocks"))]
