"""The nine English regions and Wales, with the codes the Office for National Statistics publishes."""

from datetime import UTC, datetime

from django.db import migrations

# (code, name, slug, letters, nation)
REGIONS = [
    ("E12000001", "North East", "north-east", "NE", "england"),
    ("E12000002", "North West", "north-west", "NW", "england"),
    ("E12000003", "Yorkshire and The Humber", "yorkshire-and-the-humber", "YH", "england"),
    ("E12000004", "East Midlands", "east-midlands", "EM", "england"),
    ("E12000005", "West Midlands", "west-midlands", "WM", "england"),
    ("E12000006", "East of England", "east-of-england", "EE", "england"),
    ("E12000007", "London", "london", "LDN", "england"),
    ("E12000008", "South East", "south-east", "SE", "england"),
    ("E12000009", "South West", "south-west", "SW", "england"),
    ("W92000004", "Wales", "wales", "WAL", "wales"),
]

# The nine-character codes came into use on this day; earlier as-of readings find no region.
CODES_BEGAN = datetime(2011, 1, 1, tzinfo=UTC)


def add_regions(apps, schema_editor):
    region_model = apps.get_model("people", "Region")
    history_model = apps.get_model("people", "HistoricalRegion")
    for order, (code, name, slug, short, nation) in enumerate(REGIONS, start=1):
        values = {"name": name, "slug": slug, "short": short, "nation": nation, "order": order}
        region, created = region_model.objects.get_or_create(code=code, defaults=values)
        if created:
            history_model.objects.create(
                id=region.pk,
                code=code,
                **values,
                history_date=CODES_BEGAN,
                history_type="+",
                history_change_reason="Code published by the Office for National Statistics",
            )


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(add_regions, migrations.RunPython.noop)]
