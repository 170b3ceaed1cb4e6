from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("messaging", "0005_replies_remember_their_alarm"),
    ]

    operations = [
        migrations.AlterField(
            model_name="message",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("sending", "Sending"),
                    ("sent", "Sent"),
                    ("unknown", "outcome unknown"),
                    ("dead", "Dead"),
                    ("withheld", "Withheld"),
                    ("held", "Held"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
    ]
