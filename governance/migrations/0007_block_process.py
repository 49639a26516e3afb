"""Blocks as a process, the fallback steps and referrals; and what is written once there is refused by the database.

A referred text has the hash of its source: a constraint says so of the two hashes kept, and on PostgreSQL a trigger of
the versions themselves. (On SQLite a trigger that reads another table would stand in the way of every later change to
that table; ``check_portal`` computes the hashes there.)
"""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import governance.models.rules

SEALED = (
    "governance_blockstep",
    "governance_fallbackmember",
    "governance_referral",
    "governance_referralreply",
)
POSTGRES_REFERRAL = [
    """
    CREATE OR REPLACE FUNCTION governance_same_text() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_setting('portal.append_only', true) = 'suspended' THEN
            RETURN NEW;
        END IF;
        IF NOT EXISTS (
            SELECT 1 FROM governance_proposalversion s JOIN governance_proposalversion r ON r.sha256 = s.sha256
            WHERE s.id = NEW.source_version_id AND s.proposal_id = NEW.source_id AND s.sha256 = NEW.source_sha256
              AND r.id = NEW.received_version_id AND r.proposal_id = NEW.received_id
        ) THEN
            RAISE EXCEPTION 'a referred text is the same text' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER governance_referral_same_text BEFORE INSERT ON governance_referral
    FOR EACH ROW EXECUTE FUNCTION governance_same_text()
    """,
    """
    CREATE TRIGGER governance_fallbackstep_stays BEFORE UPDATE ON governance_fallbackstep
    FOR EACH ROW WHEN (OLD.state <> 'open') EXECUTE FUNCTION governance_sealed()
    """,
]
POSTGRES_SEALED = """
CREATE TRIGGER {table}_stays BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION governance_sealed()
"""
SQLITE_STEP = """
CREATE TRIGGER governance_fallbackstep_stays BEFORE UPDATE ON governance_fallbackstep
WHEN OLD.state <> 'open'
BEGIN SELECT RAISE(ABORT, 'governance_fallbackstep is sealed'); END
"""
SQLITE_SEALED = """
CREATE TRIGGER {table}_stays_{event} BEFORE {event} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is sealed'); END
"""


def date_what_was_found(apps, schema_editor):
    """Give blocks settled before there was a clock the moment at which the board said what it found."""
    block, finding = apps.get_model("governance", "Block"), apps.get_model("governance", "BlockFinding")
    for one in block.objects.filter(state="upheld", upheld_at=None):
        last = finding.objects.filter(block=one).order_by("-at").first()
        one.upheld_at = last.at if last else one.position.at
        one.save(update_fields=["upheld_at"])


def forwards(apps, schema_editor):
    deletes = settings.APPEND_ONLY_TRIGGERS
    if schema_editor.connection.vendor == "postgresql":
        for statement in POSTGRES_REFERRAL:
            schema_editor.execute(statement, params=None)
        for table in SEALED:
            event = "UPDATE OR DELETE" if deletes else "UPDATE"
            schema_editor.execute(POSTGRES_SEALED.format(table=table, event=event))
        if deletes:
            schema_editor.execute(
                "CREATE TRIGGER governance_fallbackstep_is_kept BEFORE DELETE ON governance_fallbackstep"
                " FOR EACH ROW EXECUTE FUNCTION governance_sealed()"
            )
        return
    schema_editor.execute(SQLITE_STEP)
    for table in SEALED:
        for event in ("UPDATE", "DELETE") if deletes else ("UPDATE",):
            schema_editor.execute(SQLITE_SEALED.format(table=table, event=event))
    if deletes:
        schema_editor.execute(SQLITE_SEALED.format(table="governance_fallbackstep", event="DELETE"))


def backwards(apps, schema_editor):
    postgres = schema_editor.connection.vendor == "postgresql"
    names = [(f"governance_fallbackstep_{ending}", "governance_fallbackstep") for ending in ("stays", "is_kept")]
    names.append(("governance_referral_same_text", "governance_referral"))
    for table in SEALED if postgres else (*SEALED, "governance_fallbackstep"):
        for ending in ("_stays",) if postgres else ("_stays_UPDATE", "_stays_DELETE"):
            names.append((f"{table}{ending}", table))
    for name, table in names:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{f' ON {table}' if postgres else ''}")
    if postgres:
        schema_editor.execute("DROP FUNCTION IF EXISTS governance_same_text()")


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0006_representation"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BlockStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("upheld", "The board upheld the block"),
                            ("not_upheld", "The board did not uphold the block"),
                            ("meeting", "A meeting about it"),
                            ("talk", "A talk about it"),
                            ("offer", "An offer to change the proposal"),
                            ("request", "A request to the objector"),
                            ("answer", "The objector’s answer"),
                            ("reminded", "The objector was reminded"),
                            ("warned", "The objector was told what follows"),
                            ("aside", "Restated as a stand-aside"),
                            ("dissent", "Recorded as dissent"),
                            ("resolved", "Resolved"),
                            ("withdrawn", "Withdrawn by the objector"),
                            ("exhausted", "The time to resolve it ran out"),
                        ],
                        max_length=12,
                        verbose_name="what",
                    ),
                ),
                ("text", models.TextField(verbose_name="what was said or done")),
                ("took_part", models.BooleanField(default=False, verbose_name="the objector took part")),
                ("at", models.DateTimeField(verbose_name="when")),
            ],
            options={
                "ordering": ["block", "at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="FallbackMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
            ],
            options={
                "ordering": ["step", "constituency__order", "pk"],
            },
        ),
        migrations.CreateModel(
            name="FallbackStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n", models.PositiveSmallIntegerField(verbose_name="step")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("trial", "A trial for a limited time"),
                            ("small_group", "A small group"),
                            ("facilitated", "A facilitated session"),
                            ("national", "Referral to the National Steering Group"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Under way"), ("ended", "Ended"), ("skipped", "Passed over")],
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("reason", models.TextField(verbose_name="why this step, or why it was passed over")),
                ("what", models.TextField(blank=True, verbose_name="what is to be done")),
                ("measure", models.TextField(blank=True, verbose_name="how we will know whether the trial worked")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "facilitator_name",
                    models.CharField(blank=True, max_length=120, verbose_name="facilitator from outside"),
                ),
                ("without_objector", models.TextField(blank=True, verbose_name="why the objector is not in the group")),
                ("started_at", models.DateTimeField(verbose_name="started")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("text", "A new text to discuss and test"),
                            ("discussion", "Something to take back into the discussion"),
                            ("nothing", "No way on was found"),
                        ],
                        max_length=12,
                        verbose_name="what came of it",
                    ),
                ),
                ("result", models.TextField(blank=True, verbose_name="the result in words")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
            ],
            options={
                "ordering": ["proposal", "n"],
            },
        ),
        migrations.CreateModel(
            name="HistoricalBlockStep",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("upheld", "The board upheld the block"),
                            ("not_upheld", "The board did not uphold the block"),
                            ("meeting", "A meeting about it"),
                            ("talk", "A talk about it"),
                            ("offer", "An offer to change the proposal"),
                            ("request", "A request to the objector"),
                            ("answer", "The objector’s answer"),
                            ("reminded", "The objector was reminded"),
                            ("warned", "The objector was told what follows"),
                            ("aside", "Restated as a stand-aside"),
                            ("dissent", "Recorded as dissent"),
                            ("resolved", "Resolved"),
                            ("withdrawn", "Withdrawn by the objector"),
                            ("exhausted", "The time to resolve it ran out"),
                        ],
                        max_length=12,
                        verbose_name="what",
                    ),
                ),
                ("text", models.TextField(verbose_name="what was said or done")),
                ("took_part", models.BooleanField(default=False, verbose_name="the objector took part")),
                ("at", models.DateTimeField(verbose_name="when")),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical block step",
                "verbose_name_plural": "historical block steps",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFallbackMember",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical fallback member",
                "verbose_name_plural": "historical fallback members",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalFallbackStep",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("n", models.PositiveSmallIntegerField(verbose_name="step")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("trial", "A trial for a limited time"),
                            ("small_group", "A small group"),
                            ("facilitated", "A facilitated session"),
                            ("national", "Referral to the National Steering Group"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Under way"), ("ended", "Ended"), ("skipped", "Passed over")],
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("reason", models.TextField(verbose_name="why this step, or why it was passed over")),
                ("what", models.TextField(blank=True, verbose_name="what is to be done")),
                ("measure", models.TextField(blank=True, verbose_name="how we will know whether the trial worked")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "facilitator_name",
                    models.CharField(blank=True, max_length=120, verbose_name="facilitator from outside"),
                ),
                ("without_objector", models.TextField(blank=True, verbose_name="why the objector is not in the group")),
                ("started_at", models.DateTimeField(verbose_name="started")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("text", "A new text to discuss and test"),
                            ("discussion", "Something to take back into the discussion"),
                            ("nothing", "No way on was found"),
                        ],
                        max_length=12,
                        verbose_name="what came of it",
                    ),
                ),
                ("result", models.TextField(blank=True, verbose_name="the result in words")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical fallback step",
                "verbose_name_plural": "historical fallback steps",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalReferral",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                ("source_sha256", models.CharField(max_length=64)),
                ("received_sha256", models.CharField(max_length=64)),
                ("reason", models.TextField(verbose_name="why it is referred")),
                ("at", models.DateTimeField(verbose_name="referred")),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical referral",
                "verbose_name_plural": "historical referrals",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalReferralReply",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name="ID")),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("adopted", "Adopted"),
                            ("not_agreed", "Not agreed"),
                            ("withdrawn", "Withdrawn"),
                            ("lapsed", "Lapsed"),
                        ],
                        max_length=24,
                        verbose_name="answer",
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="in words")),
                ("at", models.DateTimeField(verbose_name="answered")),
                ("history_change_reason", models.TextField(blank=True, default="")),
                ("history_id", models.AutoField(primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField(db_index=True)),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
            ],
            options={
                "verbose_name": "historical referral reply",
                "verbose_name_plural": "historical referral replys",
                "ordering": ("-history_date", "-history_id"),
                "get_latest_by": ("history_date", "history_id"),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source_sha256", models.CharField(max_length=64)),
                ("received_sha256", models.CharField(max_length=64)),
                ("reason", models.TextField(verbose_name="why it is referred")),
                ("at", models.DateTimeField(verbose_name="referred")),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ReferralReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("adopted", "Adopted"),
                            ("not_agreed", "Not agreed"),
                            ("withdrawn", "Withdrawn"),
                            ("lapsed", "Lapsed"),
                        ],
                        max_length=24,
                        verbose_name="answer",
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="in words")),
                ("at", models.DateTimeField(verbose_name="answered")),
            ],
            options={
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="block",
            name="reminded_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="the objector was reminded"),
        ),
        migrations.AddField(
            model_name="block",
            name="restate_by",
            field=models.DateTimeField(blank=True, null=True, verbose_name="not upheld: to be restated by"),
        ),
        migrations.AddField(
            model_name="block",
            name="restatement",
            field=models.TextField(blank=True, verbose_name="the objector’s words in place of the block"),
        ),
        migrations.AddField(
            model_name="block",
            name="upheld_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="upheld: its clock runs from here"),
        ),
        migrations.AddField(
            model_name="block",
            name="warned_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="the objector was told what follows"),
        ),
        migrations.AddField(
            model_name="governingrules",
            name="fallback_steps",
            field=models.JSONField(
                blank=True,
                default=governance.models.rules.default_fallback_steps,
                validators=[governance.models.rules.insist_on_steps],
                verbose_name="fallback steps, in their order",
            ),
        ),
        migrations.AddField(
            model_name="governingrules",
            name="restate_days",
            field=models.PositiveSmallIntegerField(
                default=7, verbose_name="restating a block that was not upheld: days"
            ),
        ),
        migrations.AddField(
            model_name="historicalblock",
            name="reminded_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="the objector was reminded"),
        ),
        migrations.AddField(
            model_name="historicalblock",
            name="restate_by",
            field=models.DateTimeField(blank=True, null=True, verbose_name="not upheld: to be restated by"),
        ),
        migrations.AddField(
            model_name="historicalblock",
            name="restatement",
            field=models.TextField(blank=True, verbose_name="the objector’s words in place of the block"),
        ),
        migrations.AddField(
            model_name="historicalblock",
            name="upheld_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="upheld: its clock runs from here"),
        ),
        migrations.AddField(
            model_name="historicalblock",
            name="warned_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="the objector was told what follows"),
        ),
        migrations.AddField(
            model_name="historicalgoverningrules",
            name="fallback_steps",
            field=models.JSONField(
                blank=True,
                default=governance.models.rules.default_fallback_steps,
                validators=[governance.models.rules.insist_on_steps],
                verbose_name="fallback steps, in their order",
            ),
        ),
        migrations.AddField(
            model_name="historicalgoverningrules",
            name="restate_days",
            field=models.PositiveSmallIntegerField(
                default=7, verbose_name="restating a block that was not upheld: days"
            ),
        ),
        migrations.AlterField(
            model_name="block",
            name="state",
            field=models.CharField(
                choices=[
                    ("untested", "Not yet tested"),
                    ("upheld", "Upheld"),
                    ("not_upheld", "Not upheld"),
                    ("aside", "Restated as a stand-aside"),
                    ("dissent", "Recorded as dissent"),
                    ("resolved", "Resolved"),
                    ("withdrawn", "Withdrawn by the objector"),
                ],
                default="untested",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="historicalblock",
            name="state",
            field=models.CharField(
                choices=[
                    ("untested", "Not yet tested"),
                    ("upheld", "Upheld"),
                    ("not_upheld", "Not upheld"),
                    ("aside", "Restated as a stand-aside"),
                    ("dissent", "Recorded as dissent"),
                    ("resolved", "Resolved"),
                    ("withdrawn", "Withdrawn by the objector"),
                ],
                default="untested",
                max_length=10,
                verbose_name="state",
            ),
        ),
        migrations.RunPython(date_what_was_found, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "upheld"), _negated=True), ("upheld_at__isnull", False), _connector="OR"
                ),
                name="governance_an_upheld_block_says_since_when",
            ),
        ),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "aside"), _negated=True), ("restatement__regex", "\\S"), _connector="OR"
                ),
                name="governance_a_block_restated_as_a_stand_aside_says_why",
            ),
        ),
        migrations.AddField(
            model_name="blockstep",
            name="block",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="steps", to="governance.block"
            ),
        ),
        migrations.AddField(
            model_name="blockstep",
            name="by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="blockstep",
            name="version",
            field=models.ForeignKey(
                blank=True,
                help_text="The text that resolved the block.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="governance.proposalversion",
            ),
        ),
        migrations.AddField(
            model_name="fallbackmember",
            name="constituency",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="governance.constituency"
            ),
        ),
        migrations.AddField(
            model_name="fallbackmember",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="fallbackstep",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="fallbackstep",
            name="facilitator",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="fallbackstep",
            name="proposal",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="fallback_steps", to="governance.proposal"
            ),
        ),
        migrations.AddField(
            model_name="fallbackstep",
            name="started_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="fallbackmember",
            name="step",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="members", to="governance.fallbackstep"
            ),
        ),
        migrations.AddField(
            model_name="historicalblockstep",
            name="block",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="governance.block",
            ),
        ),
        migrations.AddField(
            model_name="historicalblockstep",
            name="by",
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
            model_name="historicalblockstep",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalblockstep",
            name="version",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="The text that resolved the block.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="governance.proposalversion",
            ),
        ),
        migrations.AddField(
            model_name="historicalfallbackmember",
            name="constituency",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="governance.constituency",
            ),
        ),
        migrations.AddField(
            model_name="historicalfallbackmember",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalfallbackmember",
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
            model_name="historicalfallbackmember",
            name="step",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="governance.fallbackstep",
            ),
        ),
        migrations.AddField(
            model_name="historicalfallbackstep",
            name="ended_by",
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
            model_name="historicalfallbackstep",
            name="facilitator",
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
            model_name="historicalfallbackstep",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalfallbackstep",
            name="proposal",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="governance.proposal",
            ),
        ),
        migrations.AddField(
            model_name="historicalfallbackstep",
            name="started_by",
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
            model_name="historicalreferral",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="historicalreferral",
            name="received",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="governance.proposal",
            ),
        ),
        migrations.AddField(
            model_name="historicalreferral",
            name="received_version",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="governance.proposalversion",
            ),
        ),
        migrations.AddField(
            model_name="historicalreferral",
            name="referred_by",
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
            model_name="historicalreferral",
            name="source",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="governance.proposal",
            ),
        ),
        migrations.AddField(
            model_name="historicalreferral",
            name="source_version",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="governance.proposalversion",
            ),
        ),
        migrations.AddField(
            model_name="historicalreferral",
            name="step",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="governance.fallbackstep",
            ),
        ),
        migrations.AddField(
            model_name="historicalreferral",
            name="to_board",
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
            model_name="historicalreferralreply",
            name="decision",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="governance.decision",
            ),
        ),
        migrations.AddField(
            model_name="historicalreferralreply",
            name="history_user",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="received",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="referral", to="governance.proposal"
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="received_version",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="governance.proposalversion"
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="referred_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="source",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="referrals", to="governance.proposal"
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="source_version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="governance.proposalversion"
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="step",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="referral",
                to="governance.fallbackstep",
            ),
        ),
        migrations.AddField(
            model_name="referral",
            name="to_board",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="referrals_received", to="governance.board"
            ),
        ),
        migrations.AddField(
            model_name="historicalreferralreply",
            name="referral",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="governance.referral",
            ),
        ),
        migrations.AddField(
            model_name="referralreply",
            name="decision",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="governance.decision",
            ),
        ),
        migrations.AddField(
            model_name="referralreply",
            name="referral",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="reply", to="governance.referral"
            ),
        ),
        migrations.AddConstraint(
            model_name="blockstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("text__regex", "\\S")), name="governance_a_step_says_what_was_done"
            ),
        ),
        migrations.AddConstraint(
            model_name="blockstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "answer"), _negated=True),
                    models.Q(("by__isnull", False), ("took_part", True)),
                    _connector="OR",
                ),
                name="governance_an_answer_is_the_objectors_part",
            ),
        ),
        migrations.AddConstraint(
            model_name="fallbackstep",
            constraint=models.UniqueConstraint(
                fields=("proposal", "n"), name="governance_fallback_steps_are_a_sequence"
            ),
        ),
        migrations.AddConstraint(
            model_name="fallbackstep",
            constraint=models.UniqueConstraint(
                fields=("proposal", "kind"), name="governance_a_fallback_step_is_taken_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="fallbackstep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "open")),
                fields=("proposal",),
                name="governance_one_fallback_step_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="fallbackstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__regex", "\\S")), name="governance_a_fallback_step_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="fallbackstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", False), ("result__regex", "\\S"), ("state", "ended")),
                    models.Q(models.Q(("state", "ended"), _negated=True), ("ended_at__isnull", True), ("result", "")),
                    _connector="OR",
                ),
                name="governance_an_ended_fallback_step_says_what_came_of_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="fallbackstep",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "skipped"), ("due_on__isnull", False), _connector="OR"),
                name="governance_a_fallback_step_is_due_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="fallbackstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "skipped"),
                    models.Q(("kind", "trial"), _negated=True),
                    ("measure__regex", "\\S"),
                    _connector="OR",
                ),
                name="governance_a_trial_says_how_we_will_know",
            ),
        ),
        migrations.AddConstraint(
            model_name="fallbackstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "skipped"),
                    models.Q(("kind", "facilitated"), _negated=True),
                    ("facilitator__isnull", False),
                    ("facilitator_name__regex", "\\S"),
                    _connector="OR",
                ),
                name="governance_a_facilitated_session_has_a_facilitator",
            ),
        ),
        migrations.AddConstraint(
            model_name="fallbackmember",
            constraint=models.UniqueConstraint(
                fields=("step", "person"), name="governance_a_person_is_in_a_small_group_once"
            ),
        ),
        migrations.AddIndex(
            model_name="historicalblockstep",
            index=models.Index(fields=["id", "-history_date", "-history_id"], name="h_governance_blockste_079542f6"),
        ),
        migrations.AddIndex(
            model_name="historicalfallbackmember",
            index=models.Index(fields=["id", "-history_date", "-history_id"], name="h_governance_fallback_ac52b391"),
        ),
        migrations.AddIndex(
            model_name="historicalfallbackstep",
            index=models.Index(fields=["id", "-history_date", "-history_id"], name="h_governance_fallback_b71105a3"),
        ),
        migrations.AddIndex(
            model_name="historicalreferral",
            index=models.Index(fields=["id", "-history_date", "-history_id"], name="h_governance_referral_d43a6350"),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("source_sha256", models.F("received_sha256"))),
                name="governance_a_referred_text_is_the_same_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", models.F("received")), _negated=True),
                name="governance_a_referral_goes_elsewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__regex", "\\S")), name="governance_a_referral_says_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.UniqueConstraint(
                fields=("source_version", "to_board"), name="governance_a_version_is_referred_to_a_board_once"
            ),
        ),
        migrations.AddIndex(
            model_name="historicalreferralreply",
            index=models.Index(fields=["id", "-history_date", "-history_id"], name="h_governance_referral_2080319b"),
        ),
        migrations.AddConstraint(
            model_name="referralreply",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", "adopted"), ("decision__isnull", False)),
                    models.Q(models.Q(("answer", "adopted"), _negated=True), ("decision__isnull", True)),
                    _connector="OR",
                ),
                name="governance_an_adopted_answer_names_its_decision",
            ),
        ),
        migrations.RunPython(forwards, backwards),
    ]
