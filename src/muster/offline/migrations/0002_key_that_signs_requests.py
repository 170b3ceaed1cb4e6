from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("offline", "0001_devices"),
    ]

    operations = [
        migrations.AddField(
            model_name="device",
            name="request_key",
            field=models.CharField(blank=True, max_length=200),
        ),
    ]
