"""An index for the list of people, which is in the order of their names."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_regions"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="user",
            index=models.Index(fields=["name", "id"], name="people_user_by_name"),
        ),
    ]
