from django.db import migrations

from stadtgespraech.core.journal import triggers
from stadtgespraech.core.journal.verifier import GENESIS


def first_head(apps, schema_editor):
    apps.get_model("journal", "JournalHead").objects.get_or_create(pk=1, defaults={"seq": 0, "hash": GENESIS})


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.RunPython(first_head, migrations.RunPython.noop),
        migrations.RunPython(triggers.create, triggers.drop),
    ]
