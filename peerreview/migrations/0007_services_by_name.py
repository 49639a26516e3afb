"""An index for the public list of services, which is in the order of their names."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("peerreview", "0006_awaited_in_reviews"),
        ("people", "0003_people_by_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="service",
            index=models.Index(
                condition=models.Q(("named_publicly", True)),
                fields=["public_name", "id"],
                name="peerreview_service_by_name",
            ),
        ),
    ]
