"""Vietnamese text, dates, numbers and names: one home for every rule of the language.

Plain functions without Django, except ``middleware`` and ``fields``, which apply ``text.nfc`` to
requests and to models. Text is meant to be NFC everywhere after it has entered the portal.
"""
