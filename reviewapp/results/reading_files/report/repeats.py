"""Agreement of readers with themselves, by name."""

from reviewapp.results.findings.within import ReaderRepeats, RepeatFindings

from .named import Named


def repeat_figures(found: RepeatFindings) -> dict[str, Named]:
    """Over all readers, by what was asked: verdict, rating on a scale, or value."""
    named: dict[str, Named] = {}
    for scale in found.scales:
        if not any(reader.pairs for reader in scale.readers):
            continue
        what = scale.what
        kappa = "kappa" if scale.weighting == "identity" else f"{scale.weighting} kappa"
        named |= {
            f"repeat_{what}_agreement": Named(f"Same {what} again", scale.share),
            f"repeat_{what}_kappa": Named(f"Mean {kappa} of repeats, {what}", scale.kappa),
            f"repeat_{what}_icc": Named(f"Mean ICC(2,1) of repeats, {what}", scale.icc),
        }
    return named


def repeats_by_reader(found: RepeatFindings) -> dict[str, dict[str, Named]]:
    """The same of each reader who read a case twice."""
    named: dict[str, dict[str, Named]] = {}
    for scale in found.scales:
        for reader in scale.readers:
            if reader.pairs:
                named.setdefault(reader.reader, {}).update(_of_reader(scale.what, reader))
    return named


def _of_reader(what: str, reader: ReaderRepeats) -> dict[str, Named]:
    drift = {"pairs": reader.pairs, "drift_p": reader.drift.p_value}
    return {
        f"repeat_{what}_agreement": Named("Same again", reader.agreement.agreement, drift),
        f"repeat_{what}_kappa": Named("Kappa of repeats", reader.agreement.kappa),
        f"repeat_{what}_icc": Named("ICC(2,1) of repeats", reader.scores.icc),
        f"repeat_{what}_within_sd": Named("SD within the reader", reader.scores.within_sd),
    }
