"""The told cases of the demo town, as acts; each module tells those of one idea."""

from web.demo.acts import Act, ReadNotices, moment
from web.demo.roster import PERSONS
from web.demo.stories import accepting, accountable, closed, deciding, intake, reviewing

STORIES: tuple[tuple[Act, ...], ...] = (
    *closed.STORIES,
    *intake.STORIES,
    *reviewing.STORIES,
    *deciding.STORIES,
    *accepting.STORIES,
)

#: What the cases above have led to: the supervision office at work, in closed cases.
FOLLOWING: tuple[tuple[Act, ...], ...] = accountable.STORIES

#: On Friday evening everybody has read what came; on Tuesday a few notices are new.
FRIDAY_EVENING = tuple(ReadNotices(moment("11-06 16:50"), "", staff.id) for staff in PERSONS)
