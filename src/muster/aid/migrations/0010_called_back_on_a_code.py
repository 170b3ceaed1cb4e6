from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("aid", "0009_own_means_used_first"),
    ]

    operations = [
        migrations.AddField(
            model_name="phonefiling",
            name="called_back_known",
            field=models.BooleanField(default=True),
        ),
    ]
