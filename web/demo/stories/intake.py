"""Cases at the counter: just received, silent until the last day, told what is missing."""

from web.demo import answers
from web.demo.acts import Act
from web.demo.stories.telling import tale

HALL_A, FACTORIES, TUNNEL = tale(412, "P6-1"), tale(409, "P4-1"), tale(398, "P5-1")

#: In the pool; notice is due on 11-16.
RECEIVED: tuple[Act, ...] = (HALL_A.received("11-09 16:20", by="chenting"),)

#: 刘洋 holds it and has not acted: deemed accepted as of 11-03 when 11-10 ends.
SILENT: tuple[Act, ...] = (
    FACTORIES.received("11-03 16:40", by="liuyang"),
    FACTORIES.claimed("11-04 09:00", "intake_review", by="liuyang"),
)

#: Told once, three items, on 10-29; 30 days end on Saturday 11-28, so on 11-30.
TOLD: tuple[Act, ...] = (
    TUNNEL.received("10-26 14:30", by="chenting", missing=("wage_guarantee",)),
    TUNNEL.claimed("10-26 15:00", "intake_review", by="chenting"),
    TUNNEL.did(
        "10-29 16:10",
        "intake_review",
        answers.missing(
            answers.defect(
                "contract",
                "unsealed",
                "施工合同协议书未加盖承包人公章。",
                "请补盖公章后重新扫描上传。",
            ),
            answers.defect(
                "quality_and_safety",
                "incomplete",
                "缺深基坑专项施工方案及专家论证意见。",
                "请补交专项方案和专家论证报告。",
            ),
            answers.defect(
                "wage_guarantee",
                "absent",
                "未提交农民工工资专用账户和保证金承诺。",
                "请上传加盖公章的承诺书。",
            ),
        ),
        by="chenting",
    ),
)

STORIES = (RECEIVED, SILENT, TOLD)
