from django.db import migrations

import portal.voices.models.secrets
from portal.voices.models.secrets import seal

REASONS = ("reason", "settled_reason")


def seal_them(apps, schema_editor):
    """Seal what stood in clear."""
    looks = apps.get_model("voices", "Look")
    for row in looks.objects.all():
        sealed = {name: seal(text.encode()).decode() for name in REASONS if (text := getattr(row, name))}
        looks.objects.filter(pk=row.pk).update(**sealed)


class Migration(migrations.Migration):
    dependencies = [
        ("voices", "0006_asked_whether_it_got_better"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="historicallook",
            name="reason",
        ),
        migrations.RemoveField(
            model_name="historicallook",
            name="settled_reason",
        ),
        migrations.RunPython(seal_them, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="look",
            name="reason",
            field=portal.voices.models.secrets.SealedTextField(
                blank=True, verbose_name="who could be hurt, and why this is needed"
            ),
        ),
        migrations.AlterField(
            model_name="look",
            name="settled_reason",
            field=portal.voices.models.secrets.SealedTextField(blank=True, verbose_name="why"),
        ),
    ]
