"""The codebook: each feature with its unit, meaning, method and plausible limits."""

from typing import Final

from generator.evaluation.feature_table import Feature

_RR: Final = (
    "From the RR intervals of EcgSet.beats_s: sleepecg's detector (Pan & Tompkins 1985), each beat "
    "moved to the vertex of the summed slopes of all leads, finer than the 10 ms grid."
)
_TASK_FORCE: Final = "Task Force 1996, Circulation 93:1043."
_MEDIAN: Final = "On the median beat, interpolated to 2 ms; zero level is the PR segment."
_QRS: Final = (
    "QRS bounds on the spatial velocity over the 8 independent leads (own code), at 6 % of its peak"
)
_NEUROKIT: Final = (
    "neurokit2 ecg_delineate(method='prominence') (Emrich et al. 2024) on the spatial magnitude of "
    "the median beat over the 8 independent leads"
)
_TANGENT: Final = (
    "the tangent at its steepest descent (Lepeschkin & Surawicz 1952), which lies some 10 to 20 ms "
    "before the last of T"
)
_FILTERED: Final = " The chain's high-pass at 0.5 Hz may move it by some 0.05 mV."


def _rhythm(name: str, title: str, unit: str, meaning: str, method: str) -> Feature:
    return Feature(name=name, title=title, unit=unit, meaning=meaning, method=f"{_RR} {method}")


def _wave(name: str, title: str, unit: str, meaning: str, method: str = "") -> Feature:
    text = f"{method}. {_MEDIAN}" if method else _MEDIAN
    return Feature(name=name, title=title, unit=unit, meaning=meaning, method=text)


_RHYTHM: Final = (
    _rhythm("hr_bpm", "Heart rate", "1/min", "60,000 / rr_mean_ms.", ""),
    _rhythm("rr_mean_ms", "RR mean", "ms", "Mean RR interval.", ""),
    _rhythm("sdnn_ms", "SDNN", "ms", "Standard deviation of RR (n - 1).", _TASK_FORCE),
    _rhythm("rmssd_ms", "RMSSD", "ms", "Root mean square of successive differences.", _TASK_FORCE),
    _rhythm("pnn50_percent", "pNN50", "%", "Successive differences over 50 ms.", _TASK_FORCE),
    _rhythm(
        "rr_sample_entropy",
        "Sample entropy of RR",
        "nat",
        "How little an interval tells of the next; 0 where every similar pair goes on alike.",
        "m = 1, r = 0.2 SD (Richman & Moorman 2000). Undefined below 8 intervals and where no two "
        "similar intervals are followed alike: in more than half of the real records of 10 s. With "
        "so few it is coarse where it is defined; rr_cosen is the one to use.",
    ),
    _rhythm(
        "rr_cosen",
        "Coefficient of sample entropy of RR",
        "nat",
        "Sample entropy set free of rate and tolerance: some -3 in sinus rhythm, over -1.5 in AF.",
        "m = 1, r from 30 ms up until 5 pairs go on alike, plus ln(2r / mean RR) (Lake & Moorman "
        "2011, Am J Physiol 300:H319, made for 12 beats). Missing below 8 intervals.",
    ),
)
_P_AND_INTERVALS: Final = (
    _wave(
        "p_present",
        "P wave present",
        "0 or 1",
        "1 where every beat has the like before it and a wave is found there.",
        f"p_likeness of 0.6 at least, a P found by {_NEUROKIT}, and 0.03 mV in II and V1 together",
    ),
    _wave(
        "p_likeness",
        "Likeness before the QRS",
        "correlation",
        "How alike the beats are in the 200 ms before the QRS: P waves are, f waves are not.",
        "Correlation with the mean of the other beats, median over beats",
    ),
    _wave(
        "pr_ms",
        "PR interval",
        "ms",
        "P onset to QRS onset. Missing without a P wave.",
        f"P peak: {_NEUROKIT}; its onset by the tangent at its steepest ascent. {_QRS}",
    ),
    _wave(
        "p_ii_mv",
        "P in II",
        "mV",
        "Height above the mean of the levels before and after P.",
        _NEUROKIT,
    ),
    _wave(
        "p_v1_mv",
        "P in V1",
        "mV",
        "Height above the mean of the levels before and after P.",
        _NEUROKIT,
    ),
    _wave("qrs_ms", "QRS duration", "ms", "First onset to last end in any lead.", _QRS),
    _wave(
        "qt_ms",
        "QT interval",
        "ms",
        "QRS onset to T end.",
        f"{_QRS}. T peak: {_NEUROKIT}; its end by {_TANGENT}",
    ),
    _wave(
        "qtc_fridericia_ms",
        "QTc (Fridericia)",
        "ms",
        "QT / cube root of RR in s: the one to compare by.",
        "Fridericia 1920, with rr_mean_ms",
    ),
    _wave(
        "qtc_bazett_ms",
        "QTc (Bazett)",
        "ms",
        "QT / square root of RR in s: too long at high rates, given because it is customary.",
        "Bazett 1920, with rr_mean_ms",
    ),
)
_ST_AND_T: Final = (
    *(
        _wave(
            f"st_{lead.lower()}_mv",
            f"ST level in {lead}",
            "mV",
            f"60 ms after the QRS end (J + 60).{_FILTERED}",
            "Mean over 12 ms",
        )
        for lead in ("II", "V2", "V5")
    ),
    *(
        _wave(
            f"t_{lead.lower()}_mv",
            f"T in {lead}",
            "mV",
            "At the common peak of T; negative where T is.",
            f"{_NEUROKIT}; mean over 12 ms",
        )
        for lead in ("II", "V2", "V5")
    ),
)
_QRS_SHAPE: Final = (
    _wave(
        "axis_deg",
        "Frontal QRS axis",
        "degree",
        "-180 to 180, 0 at I, 90 at aVF; a circle cut open at 180.",
        "Net QRS areas of I and aVF, the latter times 2/sqrt(3)",
    ),
    *(
        _wave(
            f"r_share_v{chest}",
            f"R/(R+S) in V{chest}",
            "share",
            "0 without R, 1 without S, 0.5 where R is as large as S.",
            "R and S as largest and smallest value in the QRS",
        )
        for chest in range(1, 7)
    ),
    _wave(
        "transition_lead",
        "Transition lead",
        "V lead",
        "Where R first becomes as large as S, e.g. 3.5 between V3 and V4.",
        "r_share interpolated between leads; missing where it crosses 0.5 nowhere",
    ),
    _wave("r_ii_mv", "R in II", "mV", "Largest value in the QRS."),
    _wave("r_v1_mv", "R in V1", "mV", "Largest value in the QRS."),
    _wave("s_v1_mv", "S in V1", "mV", "Depth, counted positive."),
    _wave("s_v2_mv", "S in V2", "mV", "Depth, counted positive."),
    _wave("r_v5_mv", "R in V5", "mV", "Largest value in the QRS."),
)
_ABS: Final = "QRST taken off (mean beat subtracted: Slocum et al. 1992), Welch's spectrum, 4-10 Hz"
_F_WAVES: Final = tuple(
    Feature(name=name, title=title, unit=unit, meaning=meaning, method=_ABS)
    for name, title, unit, meaning in (
        ("f_wave_v1_mv", "f waves in V1", "mV", "Root of the power between beats, 4 to 10 Hz."),
        ("f_wave_ii_mv", "f waves in II", "mV", "Root of the power between beats, 4 to 10 Hz."),
        ("f_wave_v1_share", "f band in V1", "share", "4-10 Hz as a share of 2-30 Hz."),
    )
)
FEATURES: Final = (*_RHYTHM, *_P_AND_INTERVALS, *_ST_AND_T, *_QRS_SHAPE, *_F_WAVES)
"""In the order of the table's columns."""

PLAUSIBLE: Final = {
    "hr_bpm": (20.0, 250.0),
    "pr_ms": (80.0, 360.0),
    "qrs_ms": (50.0, 220.0),
    "qt_ms": (180.0, 680.0),
    "qtc_fridericia_ms": (250.0, 680.0),
    "qtc_bazett_ms": (250.0, 720.0),
    "p_ii_mv": (-0.5, 0.5),
    "p_v1_mv": (-0.5, 0.5),
}
"""A value beyond these limits is the delineation's mistake rather than a heart's, and missing."""

RESOLUTION: Final = (
    "The ECGs have 10 ms a sample (100 Hz). Intervals are read from the median beat, interpolated "
    "to 2 ms; against ECGs of known intervals they scatter by 3 to 8 ms (docs/"
    "evaluation-features.md). RR intervals are read between vertices of parabolas, about 2 ms fine."
)
