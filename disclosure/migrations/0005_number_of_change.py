# The one number of change, with the next moment, becomes a number for each scope.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("disclosure", "0004_face"),
    ]

    operations = [
        migrations.DeleteModel(name="Change"),
        migrations.CreateModel(
            name="Change",
            fields=[
                ("scope", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("number", models.PositiveBigIntegerField(default=0)),
            ],
            options={"verbose_name": "number of change", "verbose_name_plural": "numbers of change"},
        ),
    ]
