from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("voices", "0007_a_reason_to_look_is_sealed"),
    ]

    operations = [
        migrations.AlterField(
            model_name="moderationstep",
            name="verdict",
            field=models.CharField(
                choices=[
                    ("taken", "Taken to read"),
                    ("held_safeguarding", "Held for safeguarding"),
                    ("needs_redaction", "Words must be taken out"),
                    ("redacted", "Words were taken out"),
                    ("returned", "Not passed on"),
                    ("cleared", "Safe to read for others"),
                    ("release_proposed", "Release proposed"),
                    ("released", "Released"),
                    ("release_ended", "Release ended"),
                    ("read", "Words read"),
                    ("file_opened", "Drawing opened or recording heard"),
                    ("file_judged", "Said whether a picture shows a face or a name"),
                    ("put_back", "Given back to the readers"),
                    ("objection_answered", "Objection answered"),
                    ("archived", "Put away"),
                ],
                max_length=18,
                verbose_name="what was decided",
            ),
        ),
    ]
