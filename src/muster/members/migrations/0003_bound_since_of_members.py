from django.db import migrations
from django.db.models import F


def fill(apps, schema_editor):
    rows = apps.get_model("members", "Membership").objects
    bound = rows.filter(standing__in=["in_force", "suspended", "withdrawing"])
    bound.update(bound_since=F("standing_since"))


class Migration(migrations.Migration):
    dependencies = [("members", "0002_membership_bound_since")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
