"""The works of the generated cases: plain projects of the town's developers, two lots each."""

import random
from dataclasses import dataclass
from datetime import date

from web.demo.lots import P1, P2, P3, P4, P5, P6
from web.demo.works import Building, Lot, Project

SEED = 20261110


@dataclass(frozen=True)
class Plan:
    """A project to draw lots from: whose, what, and its situation."""

    like: Project
    name: str
    scale: str
    structure: str = "frame"
    is_special: bool = False


PLANS = (
    Plan(P1, "江城市中医院康复楼", "康复病房楼，床位 120 张", is_special=True),
    Plan(P1, "滨江区疾控中心实验楼", "实验楼及配套用房"),
    Plan(P1, "高新区社区卫生服务中心", "门诊及公共卫生用房"),
    Plan(P1, "江城市急救中心调度楼", "调度楼及车库"),
    Plan(P2, "云栖雅苑住宅小区", "住宅楼及配套商业", "shear_wall"),
    Plan(P2, "滨江印象住宅小区", "住宅楼及物业用房", "shear_wall"),
    Plan(P2, "云栖里商业街", "沿街商业，地上三层"),
    Plan(P2, "望江府住宅小区", "住宅楼及地面车位", "shear_wall"),
    Plan(P3, "第三小学扩建教学楼", "24 班教学楼", is_special=True),
    Plan(P3, "江城实验幼儿园", "12 班幼儿园", is_special=True),
    Plan(P3, "江城职业技术学校实训楼", "实训楼及工位"),
    Plan(P3, "第九中学体育馆", "室内体育馆，固定座席 800 个", "steel", is_special=True),
    Plan(P3, "书院街小学食堂", "食堂及风雨操场"),
    Plan(P4, "高新区孵化器二期", "研发用房及配套"),
    Plan(P4, "生物医药产业园厂房", "标准厂房", "steel"),
    Plan(P4, "智能装备产业园厂房", "单层厂房及办公辅房", "steel"),
    Plan(P4, "高新区人才公寓", "公寓及配套服务用房", "shear_wall"),
    Plan(P4, "电子信息产业园配套用房", "食堂、宿舍及变电所"),
    Plan(P5, "滨江大道改造工程", "道路、排水及管线改造", "other"),
    Plan(P5, "解放路雨污分流工程", "管网改造 3.2 公里", "other"),
    Plan(P5, "科技三路新建工程", "次干路 1.4 公里", "other"),
    Plan(P5, "东湖污水提升泵站", "提升泵站一座", "other"),
    Plan(P6, "江城美术馆修缮工程", "展厅修缮及设备更新"),
    Plan(P6, "滨江游客中心", "游客中心及停车场"),
    Plan(P6, "江城非遗展示馆", "展示馆及工坊"),
)
SECTIONS = ("一标段", "二标段")


def _project(number: int, plan: Plan) -> Project:
    like = plan.like
    return Project(
        serial=200 + number,
        code=f"2603-{like.region}-04-01-2{number:05}",
        name=plan.name,
        developer=like.developer,
        lead=like.lead,
        address=like.address,
        region=like.region,
        coordinates=like.coordinates,
        is_municipal=like.is_municipal,
        is_special=plan.is_special,
        is_tendered=like.is_tendered,
        is_supervised=like.is_supervised,
    )


def _lots(number: int, plan: Plan, chance: random.Random) -> tuple[Lot, ...]:
    project = _project(number, plan)
    return tuple(
        _lot(f"G{number}-{row}", project, plan, section, chance)
        for row, section in enumerate(SECTIONS, start=1)
    )


def _lot(key: str, project: Project, plan: Plan, section: str, chance: random.Random) -> Lot:
    area = f"{chance.randrange(900, 16000) + chance.randrange(100) / 100:.2f}"
    storeys = 1 if plan.structure in {"steel", "other"} else chance.randrange(2, 7)
    building = Building(plan.name, plan.structure, storeys, 0, f"{4.2 * storeys + 1.5:.2f}", area)
    return Lot(
        key=key,
        project=project,
        name=f"{plan.name}（{section}）",
        scale=plan.scale,
        above=area,
        below="0",
        civil_defence="0",
        price=f"{float(area) * chance.randrange(32, 46) / 100:.6f}",
        buildings=(building,),
        ends_on=date(2027, chance.randrange(6, 13), 28),
    )


def generated_lots() -> tuple[Lot, ...]:
    """Return the fifty lots, always the same."""
    chance = random.Random(SEED)  # noqa: S311 - demo data, and it must come out the same each time
    pairs = [_lots(number, plan, chance) for number, plan in enumerate(PLANS, start=1)]
    lots = [lot for pair in pairs for lot in pair]
    chance.shuffle(lots)
    return tuple(lots)
