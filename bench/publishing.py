"""`python -m bench.publishing`: how much longer a publish takes because the catalog is told.

In pairs: the same page published with the catalog's marks and without, in turn. Prints JSON.
"""

import json
import os
import time
from statistics import median

import django

PAGES = 60


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    from django.db.models.signals import m2m_changed, post_delete, post_save

    from catalog import marks
    from core.gate import Ground, published_on
    from news.models import NewsPage

    def publish(page: NewsPage) -> float:
        start = time.perf_counter()
        with published_on(Ground.SETUP):
            page.save_revision().publish()
        return time.perf_counter() - start

    def without_marks(page: NewsPage) -> float:
        signals = (post_save, post_delete, m2m_changed)
        heard = [signal.disconnect(dispatch_uid="catalog") for signal in signals]
        if not all(heard):
            raise RuntimeError("The catalog listens in another way now: measure that.")
        try:
            return publish(page)
        finally:
            marks.connect()

    pages = list(NewsPage.objects.filter(live=True, alias_of=None)[: PAGES + 2])
    pairs = []
    for number, page in enumerate(pages):
        publish(page)  # Its first revision and its search row: not of interest.
        first, second = (publish, without_marks) if number % 2 else (without_marks, publish)
        taken = {first: first(page), second: second(page)}
        pairs.append((taken[publish], taken[without_marks]))
    pairs = pairs[2:]
    ratio = median(own / other for own, other in pairs)
    milliseconds = [median(pair[side] for pair in pairs) * 1000 for side in (0, 1)]
    print(json.dumps({"ratio": ratio, "with": milliseconds[0], "without": milliseconds[1]}))


if __name__ == "__main__":
    main()
