from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

BY_THE_HOST = (
    "The host may have sent this before the standby took over. Send it again if nobody answers."
)


def name_what_is_held(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Held messages were known by their sentence alone until now."""
    messages = apps.get_model("messaging", "Message").objects
    messages.filter(state="withheld", last_error=BY_THE_HOST).update(state="held")


def withhold_what_is_held(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("messaging", "Message").objects.filter(state="held").update(state="withheld")


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0006_held_messages"),
    ]

    operations = [
        migrations.RunPython(name_what_is_held, withhold_what_is_held),
    ]
