"""Report-backs, responses and soundings; what was sent stays as it is, said by the database itself.

PostgreSQL also refuses an answer after its sounding has closed, and a decision that affects children without a word on
how their views were considered. (On SQLite such triggers, which read another table, would stand in the way of later
changes to it, as 0003 says; there the actions ask under the only lock.)
"""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

SEALED = (
    "governance_reportbackcorrection",
    "governance_constituencyresponse",
    "governance_sounding",
    "governance_soundingoption",
)

POSTGRES = [
    """
    CREATE OR REPLACE FUNCTION governance_answer_in_time() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_setting('portal.append_only', true) = 'suspended' THEN
            RETURN NEW;
        END IF;
        IF NOT EXISTS (
            SELECT 1 FROM governance_sounding s
            WHERE s.id = NEW.sounding_id AND NEW.at >= s.asked_at AND NEW.at < s.closes_at
        ) THEN
            RAISE EXCEPTION 'a sounding is answered while it is open'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE FUNCTION governance_children_were_heard() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_setting('portal.append_only', true) = 'suspended' THEN
            RETURN NEW;
        END IF;
        IF EXISTS (
            SELECT 1 FROM governance_proposal p WHERE p.id = NEW.proposal_id AND p.affects_children
        ) AND NOT EXISTS (
            SELECT 1 FROM governance_decisionrationale r
            WHERE r.proposal_id = NEW.proposal_id AND r.childrens_views ~ '[^[:space:]]'
        ) THEN
            RAISE EXCEPTION 'a decision that affects children says how their views were considered'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER governance_reportback_stays BEFORE UPDATE ON governance_reportback
    FOR EACH ROW WHEN (OLD.sent_at IS NOT NULL) EXECUTE FUNCTION governance_sealed()
    """,
    """
    CREATE TRIGGER governance_answer_in_time BEFORE INSERT OR UPDATE ON governance_soundinganswer
    FOR EACH ROW EXECUTE FUNCTION governance_answer_in_time()
    """,
    """
    CREATE TRIGGER governance_children_were_heard BEFORE INSERT ON governance_decision
    FOR EACH ROW EXECUTE FUNCTION governance_children_were_heard()
    """,
]
POSTGRES_SEALED = """
CREATE TRIGGER {table}_stays BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION governance_sealed()
"""
POSTGRES_KEPT = """
CREATE TRIGGER governance_reportback_is_kept BEFORE DELETE ON governance_reportback
FOR EACH ROW EXECUTE FUNCTION governance_sealed()
"""
SQLITE_REPORT_BACK = """
CREATE TRIGGER governance_reportback_stays BEFORE UPDATE ON governance_reportback
WHEN OLD.sent_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'governance_reportback is sealed'); END
"""
SQLITE_SEALED = """
CREATE TRIGGER {table}_stays_{event} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is sealed'); END
"""


def forwards(apps, schema_editor):
    deletes = settings.APPEND_ONLY_TRIGGERS
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRES:
            schema_editor.execute(statement, params=None)
        for table in SEALED:
            event = "UPDATE OR DELETE" if deletes else "UPDATE"
            schema_editor.execute(POSTGRES_SEALED.format(table=table, event=event))
        if deletes:
            schema_editor.execute(POSTGRES_KEPT)
        return
    schema_editor.execute(SQLITE_REPORT_BACK)
    for table in SEALED:
        for event in ("UPDATE", "DELETE") if deletes else ("UPDATE",):
            schema_editor.execute(SQLITE_SEALED.format(table=table, event=event))
    if deletes:
        schema_editor.execute(SQLITE_SEALED.format(table="governance_reportback", event="DELETE"))


def backwards(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    names = [("governance_reportback_stays", "governance_reportback")]
    names += [("governance_reportback_is_kept", "governance_reportback")]
    names += [("governance_answer_in_time", "governance_soundinganswer")]
    names += [("governance_children_were_heard", "governance_decision")]
    for table in SEALED if postgres else (*SEALED, "governance_reportback"):
        for ending in ("_stays",) if postgres else ("_stays_UPDATE", "_stays_DELETE"):
            names.append((f"{table}{ending}", table))
    for name, table in names:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{f' ON {table}' if postgres else ''}")
    if postgres:
        schema_editor.execute("DROP FUNCTION IF EXISTS governance_answer_in_time()")
        schema_editor.execute("DROP FUNCTION IF EXISTS governance_children_were_heard()")


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0005_chair_rotation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="governingrules",
            name="report_back_days",
            field=models.PositiveSmallIntegerField(default=14, verbose_name="a seat reports back within, days"),
        ),
        migrations.AddField(
            model_name="historicalgoverningrules",
            name="report_back_days",
            field=models.PositiveSmallIntegerField(default=14, verbose_name="a seat reports back within, days"),
        ),
        migrations.CreateModel(
            name="ReportBack",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_on", models.DateField(verbose_name="due")),
                ("text", models.TextField(blank=True, verbose_name="what was told")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                (
                    "constituency",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty for a national seat: its holder reports back to the regional board they chair.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.constituency",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="report_backs",
                        to="governance.decision",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="report_backs", to="governance.seat"
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["decision", "seat__number"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalReportBackCorrection",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("text", models.TextField(verbose_name="correction")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report_back",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.reportback",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical report back correction",
                "verbose_name_plural": "historical report back corrections",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalConstituencyResponse",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("text", models.TextField(verbose_name="response")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report_back",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.reportback",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical constituency response",
                "verbose_name_plural": "historical constituency responses",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="ConstituencyResponse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="response")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("token", models.UUIDField(blank=True, editable=False, null=True, unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "report_back",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="responses",
                        to="governance.reportback",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ReportBackCorrection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="correction")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("token", models.UUIDField(blank=True, editable=False, null=True, unique=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "report_back",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="governance.reportback",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Sounding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("question", models.TextField(verbose_name="question")),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("closes_at", models.DateTimeField(verbose_name="closes")),
                ("token", models.UUIDField(blank=True, editable=False, null=True, unique=True)),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="soundings",
                        to="governance.proposal",
                        verbose_name="about",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="soundings", to="governance.board"
                    ),
                ),
                (
                    "constituency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.constituency",
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="soundings", to="governance.seat"
                    ),
                ),
            ],
            options={
                "ordering": ["-closes_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalSoundingOption",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=160, verbose_name="answer")),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sounding",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.sounding",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical sounding option",
                "verbose_name_plural": "historical sounding options",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="SoundingOption",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("order", models.PositiveSmallIntegerField()),
                ("text", models.CharField(max_length=160, verbose_name="answer")),
                (
                    "sounding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="options", to="governance.sounding"
                    ),
                ),
            ],
            options={
                "ordering": ["sounding", "order"],
            },
        ),
        migrations.CreateModel(
            name="SoundingAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(blank=True, verbose_name="in their own words")),
                ("named", models.BooleanField(default=False, verbose_name="shown with their name")),
                ("at", models.DateTimeField(verbose_name="answered")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "sounding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="answers", to="governance.sounding"
                    ),
                ),
                (
                    "option",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.soundingoption",
                    ),
                ),
            ],
            options={
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalSoundingAnswer",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("text", models.TextField(blank=True, verbose_name="in their own words")),
                ("named", models.BooleanField(default=False, verbose_name="shown with their name")),
                ("at", models.DateTimeField(verbose_name="answered")),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "sounding",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.sounding",
                    ),
                ),
                (
                    "option",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.soundingoption",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical sounding answer",
                "verbose_name_plural": "historical sounding answers",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalReportBack",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("due_on", models.DateField(verbose_name="due")),
                ("text", models.TextField(blank=True, verbose_name="what was told")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent")),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "constituency",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        help_text="Empty for a national seat: its holder reports back to the regional board they chair.",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.constituency",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.decision",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.seat",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "historical report back",
                "verbose_name_plural": "historical report backs",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(fields=["id", "-history_date", "-history_id"], name="h_governance_reportba_30e08538")
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalSounding",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("question", models.TextField(verbose_name="question")),
                ("asked_at", models.DateTimeField(verbose_name="asked")),
                ("closes_at", models.DateTimeField(verbose_name="closes")),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
                (
                    "about",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.proposal",
                        verbose_name="about",
                    ),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "board",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.board",
                    ),
                ),
                (
                    "constituency",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.constituency",
                    ),
                ),
                (
                    "history_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "seat",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="governance.seat",
                    ),
                ),
            ],
            options={
                "verbose_name": "historical sounding",
                "verbose_name_plural": "historical soundings",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
                "indexes": [
                    models.Index(fields=["id", "-history_date", "-history_id"], name="h_governance_sounding_3b39fc31")
                ],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AddIndex(
            model_name="reportback",
            index=models.Index(fields=["sent_at", "due_on"], name="governance__sent_at_b126b9_idx"),
        ),
        migrations.AddConstraint(
            model_name="reportback",
            constraint=models.UniqueConstraint(
                fields=("decision", "seat"), name="governance_a_seat_owes_one_report_back_a_decision"
            ),
        ),
        migrations.AddConstraint(
            model_name="reportback",
            constraint=models.UniqueConstraint(
                condition=models.Q(("constituency__isnull", False)),
                fields=("decision", "constituency"),
                name="governance_a_constituency_is_owed_one_report_back",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportback",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sent_at__isnull", True), ("sent_by__isnull", True), ("text", "")),
                    models.Q(("sent_at__isnull", False), ("sent_by__isnull", False), ("text__regex", "\\S")),
                    _connector="OR",
                ),
                name="governance_a_sent_report_back_says_something_and_who",
            ),
        ),
        migrations.AddIndex(
            model_name="historicalreportbackcorrection",
            index=models.Index(fields=["id", "-history_date", "-history_id"], name="h_governance_reportba_dec8a647"),
        ),
        migrations.AddIndex(
            model_name="historicalconstituencyresponse",
            index=models.Index(fields=["id", "-history_date", "-history_id"], name="h_governance_constitu_707c73df"),
        ),
        migrations.AddConstraint(
            model_name="constituencyresponse",
            constraint=models.CheckConstraint(
                condition=models.Q(("text__regex", "\\S")), name="governance_a_response_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="reportbackcorrection",
            constraint=models.CheckConstraint(
                condition=models.Q(("text__regex", "\\S")), name="governance_a_correction_says_something"
            ),
        ),
        migrations.AddIndex(
            model_name="sounding",
            index=models.Index(fields=["board", "-closes_at"], name="governance__board_i_661455_idx"),
        ),
        migrations.AddConstraint(
            model_name="sounding",
            constraint=models.CheckConstraint(
                condition=models.Q(("closes_at__gt", models.F("asked_at"))),
                name="governance_a_sounding_closes_after_it_opens",
            ),
        ),
        migrations.AddConstraint(
            model_name="sounding",
            constraint=models.CheckConstraint(
                condition=models.Q(("question__regex", "\\S")), name="governance_a_sounding_asks"
            ),
        ),
        migrations.AddIndex(
            model_name="historicalsoundingoption",
            index=models.Index(fields=["id", "-history_date", "-history_id"], name="h_governance_sounding_bd79d4be"),
        ),
        migrations.AddConstraint(
            model_name="soundingoption",
            constraint=models.UniqueConstraint(
                fields=("sounding", "order"), name="governance_options_of_a_sounding_are_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="soundinganswer",
            constraint=models.UniqueConstraint(
                fields=("sounding", "person"), name="governance_a_member_answers_a_sounding_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="soundinganswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("option__isnull", False), ("text__regex", "\\S"), _connector="OR"),
                name="governance_an_answer_says_something",
            ),
        ),
        migrations.AddIndex(
            model_name="historicalsoundinganswer",
            index=models.Index(fields=["id", "-history_date", "-history_id"], name="h_governance_sounding_3d229e2b"),
        ),
        migrations.RunPython(forwards, backwards),
    ]
