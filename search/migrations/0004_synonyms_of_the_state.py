"""Abbreviations that every portal of the state uses; editors change them as they like."""

from django.db import migrations

GROUPS = [
    ["OCOP", "mỗi xã một sản phẩm", "one commune one product"],
    ["UBND", "ủy ban nhân dân", "people's committee"],
    ["HĐND", "hội đồng nhân dân", "people's council"],
    ["MTTQ", "mặt trận tổ quốc"],
    ["HTX", "hợp tác xã", "cooperative"],
    ["TTHC", "thủ tục hành chính"],
    ["CCCD", "căn cước công dân", "thẻ căn cước"],
    ["QSDĐ", "quyền sử dụng đất"],
    ["NTM", "nông thôn mới"],
    ["ATTP", "an toàn thực phẩm"],
    ["PCCC", "phòng cháy chữa cháy"],
    ["BHYT", "bảo hiểm y tế"],
]


def add_groups(apps, schema_editor):
    model = apps.get_model("search", "SynonymGroup")
    if not model.objects.exists():
        model.objects.bulk_create(model(terms="\n".join(terms)) for terms in GROUPS)


class Migration(migrations.Migration):
    dependencies = [("search", "0003_synonyms_and_misses")]

    operations = [migrations.RunPython(add_groups, migrations.RunPython.noop, elidable=True)]
