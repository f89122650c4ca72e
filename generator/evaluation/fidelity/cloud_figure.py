"""The clouds of real and synthetic ECGs, seen along the two directions in which real ones vary."""

import numpy as np

from generator.evaluation.fidelity.cloud import Cloud
from generator.evaluation.fidelity.embedding import EMBEDDING
from generator.evaluation.findings import Picture
from generator.evaluation.pictures import REAL_INK, SYNTHETIC_INK, new_figure, picture_of


def cloud_picture(clouds: tuple[Cloud, ...]) -> tuple[Picture, ...]:
    """One panel a rhythm: principal components fitted on the real points; none without a cloud."""
    if not clouds:
        return ()
    figure = new_figure(4.0 * len(clouds), 3.6)
    for panel, cloud in zip(figure.subplots(1, len(clouds), squeeze=False)[0], clouds, strict=True):
        count = len(cloud.cohort.real)
        _, _, directions = np.linalg.svd(cloud.points_nd[:count], full_matrices=False)
        flat = cloud.points_nd @ directions[:2].T
        sides = ((flat[:count], REAL_INK, "real"), (flat[count:], SYNTHETIC_INK, "synthetic"))
        for points, ink, label in sides:
            panel.scatter(*points.T, s=6, alpha=0.5, color=ink, label=label, linewidths=0)
        panel.set_title(cloud.cohort.rhythm)
        panel.set_xlabel("first direction of the real ECGs (SD)")
    figure.axes[0].set_ylabel("second direction (SD)")
    figure.axes[0].legend(frameon=False)
    picture = picture_of(
        figure,
        name="fidelity.clouds",
        title=f"Where the ECGs lie ({EMBEDDING})",
        alt="Each ECG as a dot in the plane of the two directions in which the real ECGs of the "
        "rhythm vary most; the table of the embedding has the distances.",
    )
    return (picture,)
