"""The rota of the chair: whose turn it is, handing over, and alternates, none of whom ever has two seats' voices."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

# table, same, only rows of which, name: of what is the same, no two periods share a day.
OVERLAPS = [
    ("governance_alternate", ("board_id", "person_id"), "", "governance_an_alternate_is_named_for_one_seat"),
    ("governance_alternate", ("appointment_id",), "kind = 'standing'", "governance_one_standing_alternate_per_seat"),
    ("governance_standin", ("appointment_id",), "", "governance_one_voice_per_seat"),
    ("governance_standin", ("board_id", "person_id"), "", "governance_an_alternate_acts_for_one_seat"),
]
CHAIRS = ("governance_chairterm", ("board_id",), "", "governance_one_chair_per_board")

POSTGRES = """
ALTER TABLE {table} ADD CONSTRAINT {name}
EXCLUDE USING gist ({keys}, daterange(starts_on, ends_on, '[)') WITH &&){where}
"""

SQLITE = """
CREATE TRIGGER {name}_{event} BEFORE {event} ON {table}
WHEN (NEW.ends_on IS NULL OR NEW.ends_on > NEW.starts_on){new} AND EXISTS (
    SELECT 1 FROM {table} other
    WHERE {keys} AND other.id IS NOT NEW.id{where}
      AND (other.ends_on IS NULL OR other.ends_on > other.starts_on)
      AND (other.ends_on IS NULL OR other.ends_on > NEW.starts_on)
      AND (NEW.ends_on IS NULL OR NEW.ends_on > other.starts_on))
BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: {name}'); END
"""


def _refuse_overlaps(schema_editor, table, keys, condition, name):
    if schema_editor.connection.vendor == "postgresql":
        same = ", ".join(f"{key} WITH =" for key in keys)
        where = f" WHERE ({condition})" if condition else ""
        schema_editor.execute(POSTGRES.format(table=table, name=name, keys=same, where=where))
        return
    same = " AND ".join(f"other.{key} = NEW.{key}" for key in keys)
    new, where = (f" AND {row}.{condition}" if condition else "" for row in ("NEW", "other"))
    for event in ("INSERT", "UPDATE"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}_{event}")
        schema_editor.execute(SQLITE.format(table=table, name=name, keys=same, new=new, where=where, event=event))


def forwards(apps, schema_editor):
    for rule in OVERLAPS:
        _refuse_overlaps(schema_editor, *rule)
    if schema_editor.connection.vendor == "sqlite":
        # A constraint was added above: SQLite made the table anew for it, and lost the trigger of migration 0002.
        _refuse_overlaps(schema_editor, *CHAIRS)


def backwards(apps, schema_editor):
    for table, _keys, _condition, name in OVERLAPS:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        else:
            for event in ("INSERT", "UPDATE"):
                schema_editor.execute(f"DROP TRIGGER {name}_{event}")


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0004_amendments"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Alternate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "kind",
                    models.CharField(
                        choices=[("standing", "Until further notice"), ("one_meeting", "For one meeting")],
                        max_length=12,
                        verbose_name="for how long",
                    ),
                ),
                ("why_ended", models.TextField(blank=True, verbose_name="why it ended")),
            ],
            options={
                "ordering": ["board", "appointment", "-starts_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ChairTurn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("unavailable", "Could not this time"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="asked",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("reasons", models.JSONField(default=list, verbose_name="reasons")),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                (
                    "answer_by",
                    models.DateField(help_text="The last day on which the answer counts.", verbose_name="answer by"),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                ("why", models.TextField(blank=True, verbose_name="why")),
            ],
            options={
                "ordering": ["board", "-starts_on", "-asked_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="HandoverTick",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("talk", "The two chairs have talked through how the board works together"),
                            ("matters", "Every open proposal, round and block has been gone through"),
                            ("promises", "What was promised and is not yet done is written down"),
                            ("national", "The incoming chair has followed a meeting of the National Steering Group"),
                            ("agenda", "The agenda of the first meeting is drafted with the secretary"),
                            ("interests", "The incoming chair has looked through their interests for conflicts"),
                            ("safeguarding", "The incoming chair knows the safeguarding lead and how to reach them"),
                            ("contacts", "Shared addresses, documents and contacts are handed on"),
                        ],
                        max_length=14,
                        verbose_name="step",
                    ),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done")),
            ],
            options={
                "ordering": ["term", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalAlternate",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "kind",
                    models.CharField(
                        choices=[("standing", "Until further notice"), ("one_meeting", "For one meeting")],
                        max_length=12,
                        verbose_name="for how long",
                    ),
                ),
                ("why_ended", models.TextField(blank=True, verbose_name="why it ended")),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical alternate",
                "verbose_name_plural": "historical alternates",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalChairTurn",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("unavailable", "Could not this time"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="asked",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("reasons", models.JSONField(default=list, verbose_name="reasons")),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                (
                    "answer_by",
                    models.DateField(help_text="The last day on which the answer counts.", verbose_name="answer by"),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered")),
                ("why", models.TextField(blank=True, verbose_name="why")),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical chair turn",
                "verbose_name_plural": "historical chair turns",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalHandoverTick",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("talk", "The two chairs have talked through how the board works together"),
                            ("matters", "Every open proposal, round and block has been gone through"),
                            ("promises", "What was promised and is not yet done is written down"),
                            ("national", "The incoming chair has followed a meeting of the National Steering Group"),
                            ("agenda", "The agenda of the first meeting is drafted with the secretary"),
                            ("interests", "The incoming chair has looked through their interests for conflicts"),
                            ("safeguarding", "The incoming chair knows the safeguarding lead and how to reach them"),
                            ("contacts", "Shared addresses, documents and contacts are handed on"),
                        ],
                        max_length=14,
                        verbose_name="step",
                    ),
                ),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="done")),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical handover tick",
                "verbose_name_plural": "historical handover ticks",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalStandIn",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("taken_back_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back")),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical stand in",
                "verbose_name_plural": "historical stand ins",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="StandIn",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_on", models.DateField(verbose_name="from")),
                ("ends_on", models.DateField(blank=True, null=True, verbose_name="until")),
                ("taken_back_at", models.DateTimeField(blank=True, null=True, verbose_name="taken back")),
            ],
            options={
                "ordering": ["board", "appointment", "-starts_on", "pk"],
            },
        ),
        migrations.AddField(
            model_name="chairterm",
            name="due_to_end_on",
            field=models.DateField(blank=True, null=True, verbose_name="due to end"),
        ),
        migrations.AddField(
            model_name="chairterm",
            name="reasons",
            field=models.JSONField(blank=True, null=True, verbose_name="reasons"),
        ),
        migrations.AddField(
            model_name="governingrules",
            name="chair_answer_days",
            field=models.PositiveSmallIntegerField(default=14, verbose_name="saying whether one takes the chair: days"),
        ),
        migrations.AddField(
            model_name="governingrules",
            name="chair_grace_days",
            field=models.PositiveSmallIntegerField(default=31, verbose_name="nobody in the chair: days at most"),
        ),
        migrations.AddField(
            model_name="historicalchairterm",
            name="due_to_end_on",
            field=models.DateField(blank=True, null=True, verbose_name="due to end"),
        ),
        migrations.AddField(
            model_name="historicalchairterm",
            name="reasons",
            field=models.JSONField(blank=True, null=True, verbose_name="reasons"),
        ),
        migrations.AddField(
            model_name="historicalgoverningrules",
            name="chair_answer_days",
            field=models.PositiveSmallIntegerField(default=14, verbose_name="saying whether one takes the chair: days"),
        ),
        migrations.AddField(
            model_name="historicalgoverningrules",
            name="chair_grace_days",
            field=models.PositiveSmallIntegerField(default=31, verbose_name="nobody in the chair: days at most"),
        ),
        migrations.AlterField(
            model_name="chairterm",
            name="why_picked",
            field=models.TextField(blank=True, verbose_name="why picked"),
        ),
        migrations.AlterField(
            model_name="historicalchairterm",
            name="why_picked",
            field=models.TextField(blank=True, verbose_name="why picked"),
        ),
        migrations.AddConstraint(
            model_name="chairterm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("due_to_end_on__isnull", True), ("due_to_end_on__gte", models.F("ends_on")), _connector="OR"
                ),
                name="governance_a_chair_term_ends_when_due_at_the_latest",
            ),
        ),
        migrations.AddField(
            model_name="alternate",
            name="appointment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="alternates", to="governance.appointment"
            ),
        ),
        migrations.AddField(
            model_name="alternate",
            name="board",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="alternates", to="governance.board"
            ),
        ),
        migrations.AddField(
            model_name="alternate",
            name="meeting",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="alternates",
                to="governance.meeting",
            ),
        ),
        migrations.AddField(
            model_name="alternate",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="alternates", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="chairturn",
            name="agreed_in",
            field=models.OneToOneField(
                blank=True,
                help_text="The board’s decision to swap turns that this rests on.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="chair_turn",
                to="governance.decision",
            ),
        ),
        migrations.AddField(
            model_name="chairturn",
            name="appointment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="chair_turns", to="governance.appointment"
            ),
        ),
        migrations.AddField(
            model_name="chairturn",
            name="board",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="chair_turns", to="governance.board"
            ),
        ),
        migrations.AddField(
            model_name="chairturn",
            name="term",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="turn",
                to="governance.chairterm",
            ),
        ),
        migrations.AddField(
            model_name="handovertick",
            name="done_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="handovertick",
            name="term",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="handover_ticks", to="governance.chairterm"
            ),
        ),
        migrations.AddField(
            model_name="historicalalternate",
            name="appointment",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="governance.appointment",
            ),
        ),
        migrations.AddField(
            model_name="historicalalternate",
            name="board",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="governance.board",
            ),
        ),
        migrations.AddField(
            model_name="historicalalternate",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalalternate",
            name="meeting",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="governance.meeting",
            ),
        ),
        migrations.AddField(
            model_name="historicalalternate",
            name="person",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalchairturn",
            name="agreed_in",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="The board’s decision to swap turns that this rests on.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="governance.decision",
            ),
        ),
        migrations.AddField(
            model_name="historicalchairturn",
            name="appointment",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="governance.appointment",
            ),
        ),
        migrations.AddField(
            model_name="historicalchairturn",
            name="board",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="governance.board",
            ),
        ),
        migrations.AddField(
            model_name="historicalchairturn",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalchairturn",
            name="term",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="governance.chairterm",
            ),
        ),
        migrations.AddField(
            model_name="historicalhandovertick",
            name="done_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicalhandovertick",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalhandovertick",
            name="term",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="governance.chairterm",
            ),
        ),
        migrations.AddField(
            model_name="historicalstandin",
            name="alternate",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="governance.alternate",
            ),
        ),
        migrations.AddField(
            model_name="historicalstandin",
            name="appointment",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="governance.appointment",
            ),
        ),
        migrations.AddField(
            model_name="historicalstandin",
            name="board",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="governance.board",
            ),
        ),
        migrations.AddField(
            model_name="historicalstandin",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalstandin",
            name="person",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="standin",
            name="alternate",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="stand_ins", to="governance.alternate"
            ),
        ),
        migrations.AddField(
            model_name="standin",
            name="appointment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="stand_ins", to="governance.appointment"
            ),
        ),
        migrations.AddField(
            model_name="standin",
            name="board",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="stand_ins", to="governance.board"
            ),
        ),
        migrations.AddField(
            model_name="standin",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="stand_ins", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="alternate",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="governance_alternate_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="alternate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "standing"), ("meeting__isnull", True)),
                    models.Q(("ends_on__isnull", False), ("kind", "one_meeting"), ("meeting__isnull", False)),
                    _connector="OR",
                ),
                name="governance_an_alternate_is_standing_or_for_one_meeting",
            ),
        ),
        migrations.AddConstraint(
            model_name="chairturn",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="governance_chairturn_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="chairturn",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__isnull", False)), name="governance_a_turn_says_when_its_term_ends"
            ),
        ),
        migrations.AddConstraint(
            model_name="chairturn",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "asked")),
                fields=("board", "starts_on"),
                name="governance_one_person_at_a_time_is_asked_for_a_term",
            ),
        ),
        migrations.AddConstraint(
            model_name="chairturn",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "withdrawn"), _negated=True),
                fields=("board", "starts_on", "appointment"),
                name="governance_nobody_is_asked_twice_for_a_term",
            ),
        ),
        migrations.AddConstraint(
            model_name="chairturn",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at__isnull", True), ("state", "asked")),
                    models.Q(models.Q(("state", "asked"), _negated=True), ("answered_at__isnull", False)),
                    _connector="OR",
                ),
                name="governance_a_turn_says_when_it_was_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="chairturn",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "accepted"), _negated=True), ("term__isnull", False), _connector="OR"
                ),
                name="governance_an_accepted_turn_has_its_term",
            ),
        ),
        migrations.AddConstraint(
            model_name="chairturn",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "declined"), _negated=True), ("why__regex", "\\S"), _connector="OR"
                ),
                name="governance_whoever_declines_the_chair_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="handovertick",
            constraint=models.UniqueConstraint(
                fields=("term", "step"), name="governance_a_handover_has_each_step_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="handovertick",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_at__isnull", True), ("done_by__isnull", True)),
                    models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                    _connector="OR",
                ),
                name="governance_a_step_done_says_who_and_when",
            ),
        ),
        migrations.AddIndex(
            model_name="historicalalternate",
            index=models.Index(fields=["id", "-history_date", "-history_id"], name="h_governance_alternat_66f289cb"),
        ),
        migrations.AddIndex(
            model_name="historicalchairturn",
            index=models.Index(fields=["id", "-history_date", "-history_id"], name="h_governance_chairtur_6b691efc"),
        ),
        migrations.AddIndex(
            model_name="historicalhandovertick",
            index=models.Index(fields=["id", "-history_date", "-history_id"], name="h_governance_handover_36ce6317"),
        ),
        migrations.AddIndex(
            model_name="historicalstandin",
            index=models.Index(fields=["id", "-history_date", "-history_id"], name="h_governance_standin_a4c74a7b"),
        ),
        migrations.AddConstraint(
            model_name="standin",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__isnull", True), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="governance_standin_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="standin",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on__isnull", False)), name="governance_a_voice_is_handed_over_until_a_day"
            ),
        ),
        migrations.RunPython(forwards, backwards),
    ]
