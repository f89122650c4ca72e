"""PURE: does anything but the drawn shape tell a synthetic ECG from a real one?

``responses``, ``numbers``, ``pictures`` and ``order`` turn what a browser gets into one value (or
one row of values) a case; ``separation`` says how well those tell the origins apart;
``evidence`` gathers them, and ``report`` is what is kept and shown.

Shape legend: ``_c`` cases, ``_f`` features of one table, ``_l`` labellings, of which the first is
the true one and the others are shuffles, ``_t`` time.
"""
