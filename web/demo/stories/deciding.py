"""Cases before or just after their decision: late ones, a very late one, one to be served."""

from web.demo import answers
from web.demo.acts import Act, Answer, moment
from web.demo.stories.telling import tale

TOWERS, SCHOOL = tale(406, "P2-1"), tale(402, "P3-1")
FLATS, STAND = tale(390, "P2-2"), tale(401, "P3-2")

#: With the chief; promised until 11-06 and late, the reason filed.
WITH_CHIEF: tuple[Act, ...] = (
    TOWERS.received("11-02 15:00", by="chenting"),
    *TOWERS.accepted("11-03 09:00", "11-03 09:20", by="chenting"),
    *TOWERS.reviewed(
        planning="11-03 15:00",
        wage="11-04 10:00",
        quality="11-04 15:30",
        safety="11-05 09:30",
        civil_defence="11-05 14:00",
    ),
    TOWERS.claimed("11-05 16:00", "draft_opinion", by="hexiaoyu"),
    Answer(
        moment("11-09 09:30"),
        TOWERS.number,
        "hexiaoyu",
        "decide_promise",
        "车库人防面积与规划指标不一致，与申请人和国动办核对用时较长；已核实一致，今日报审核。",
    ),
    *TOWERS.drafted("11-05 16:00", "11-09 11:00", by="hexiaoyu")[1:],
)

#: With the leader on its last day; the card of 11-04 has no reason yet.
LAST_DAY: tuple[Act, ...] = (
    SCHOOL.received("10-29 14:00", by="liuyang"),
    *SCHOOL.accepted("10-30 09:00", "10-30 09:30", by="liuyang"),
    *SCHOOL.reviewed(
        planning="10-30 15:00",
        wage="10-30 16:00",
        quality="11-02 10:10",
        safety="11-02 15:20",
        fire="11-03 11:00",
    ),
    *SCHOOL.drafted("11-03 14:00", "11-05 16:00", by="limingyuan"),
    SCHOOL.did("11-09 10:00", "chief_review", answers.CHIEF_AGREES, by="zhaoguodong"),
)

#: Nobody told anything by 10-28: deemed accepted as of 10-21, and late since 10-30.
DEEMED_AND_LATE: tuple[Act, ...] = (
    FLATS.received("10-21 11:05", by="chenting"),
    *FLATS.reviewed(
        planning="10-29 10:00",
        wage="10-29 11:00",
        quality="10-29 15:00",
        safety="10-30 09:30",
        civil_defence="10-30 11:00",
    ),
    FLATS.claimed("10-30 15:00", "draft_opinion", by="hexiaoyu"),
)

#: Granted on 11-03 within the promised three working days; 陈婷 has it to serve.
TO_SERVE: tuple[Act, ...] = (
    STAND.received("10-28 09:30", by="chenting"),
    *STAND.accepted("10-29 09:10", "10-29 09:30", by="chenting"),
    *STAND.reviewed(
        planning="10-29 14:00",
        wage="10-29 15:00",
        fire="10-29 16:30",
        quality="10-30 09:40",
        safety="10-30 10:30",
    ),
    *STAND.drafted("10-30 14:00", "11-02 09:20", by="limingyuan"),
    STAND.did("11-02 14:00", "chief_review", answers.CHIEF_AGREES, by="zhaoguodong"),
    STAND.did("11-03 10:00", "leader_decide", answers.GRANT, by="wanghaibin"),
    STAND.claimed("11-03 11:00", "serve", by="chenting"),
)

STORIES = (WITH_CHIEF, LAST_DAY, DEEMED_AND_LATE, TO_SERVE)
