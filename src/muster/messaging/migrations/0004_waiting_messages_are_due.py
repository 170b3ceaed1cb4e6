from django.db import migrations
from django.db.models import F


def make_due(apps, schema_editor):
    """A message without an appointment waited for a job of its own; now its row is the list."""
    message = apps.get_model("messaging", "Message")
    waiting = message.objects.filter(state="waiting", next_attempt_at=None)
    waiting.update(next_attempt_at=F("created_at"))
    message.objects.filter(channel="gateway").update(channel="text")


class Migration(migrations.Migration):
    dependencies = [("messaging", "0003_urgent_messages_first")]

    operations = [migrations.RunPython(make_due, migrations.RunPython.noop)]
