"""The twelve cases of the demo town, told as acts; each module tells those of one idea."""

from web.demo.acts import Act
from web.demo.stories import closed, deciding, intake, reviewing

STORIES: tuple[tuple[Act, ...], ...] = (
    *closed.STORIES,
    *intake.STORIES,
    *reviewing.STORIES,
    *deciding.STORIES,
)
