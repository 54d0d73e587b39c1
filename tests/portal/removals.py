"""On a seeded portal: any one picture, file, record or user is gone, and every address answers.

    VAR_DIR=<a copy of a portal's folder> python -m tests.portal.removals 200

Asked are the pages that show the thing, what is made of many pages, and some others. Everything is
rolled back. Ends with status 1 when an address answers otherwise.
"""

import os
import sys
from urllib.parse import urlsplit

import django


def main(count: int) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.dev")
    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["*"]
    settings.OAI_PMH_ENABLED = True
    settings.CATALOG_REFRESH_AFTER_REQUEST = settings.TREES_IN_BACKGROUND = False
    from catalog.identity import dependency_key
    from catalog.models import CatalogItem
    from tests.catalog.broken import MANY, Visitor, public_addresses, removals, sample

    visitor = Visitor(public_addresses())
    sys.stdout.write(f"Not 200 before: {visitor.unwell}\n")
    wrong, done = {}, 0
    for one in sample(list(removals()), sys.maxsize):
        key = dependency_key(one.thing)
        shown = CatalogItem.objects.public().filter(dependencies__target=key)
        urls = shown.exclude(page_id=None).values_list("url", flat=True)
        asked = {"/", "/en/", *MANY, *(urlsplit(url).path for url in urls[:10])}
        asked |= set(sample(visitor.addresses, 10))
        with one.done() as is_done:
            if is_done and (found := visitor.otherwise(among=asked & visitor.before.keys())):
                wrong[str(one)] = found
                sys.stdout.write(f"{one}: {found}\n")
        done += is_done
        if done >= count:
            break
    sys.stdout.write(f"{done} removed, {len(wrong)} of them change another address\n")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
