"""Responses to ratings, proofs of teams, and tablets."""

import django.db.models.deletion
from django.db import migrations, models

from commonweal.store.without_order import without_rowid


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0003_meeting_links"),
    ]

    operations = [
        migrations.AddField(
            model_name="member",
            name="takes",
            field=models.CharField(blank=True, help_text="Key of the one activity that a tablet takes.", max_length=40),
        ),
        migrations.AlterField(
            model_name="member",
            name="role",
            field=models.CharField(
                choices=[
                    ("facilitator", "Facilitator"),
                    ("participant", "Participant"),
                    ("observer", "Observer"),
                    ("screen", "Screen"),
                    ("tablet", "Tablet"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="wallwriter",
            name="member",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, to="store.member"
            ),
        ),
        migrations.CreateModel(
            name="Response",
            fields=[
                ("id", models.CharField(max_length=36, primary_key=True, serialize=False)),
                ("activity", models.CharField(max_length=40)),
                (
                    "team",
                    models.CharField(help_text="The team that is meant, as its respondent named it.", max_length=80),
                ),
                ("team_key", models.CharField(help_text="The same, as names of teams are compared.", max_length=160)),
                ("answers", models.JSONField(default=dict)),
                (
                    "edit_hash",
                    models.CharField(
                        help_text="Hash of a key that stays on the device; empty once shared.", max_length=64
                    ),
                ),
                (
                    "proof_hash",
                    models.CharField(
                        help_text="Becomes a TeamProof when results are shared, then empty.", max_length=64
                    ),
                ),
                ("room", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="store.room")),
            ],
        ),
        migrations.CreateModel(
            name="TeamProof",
            fields=[
                ("hash", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("activity", models.CharField(max_length=40)),
                ("team_key", models.CharField(max_length=160)),
                ("room", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="store.room")),
            ],
        ),
        migrations.RunPython(
            without_rowid("store_wallwriter", "store_response", "store_teamproof"), migrations.RunPython.noop
        ),
    ]
