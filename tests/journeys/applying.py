"""The application form of the permit, filled in the browser as a clerk does it at the counter."""

from desks import Desk
from playwright.sync_api import expect

UNITS = (
    ("勘察单位", "江城岩土勘察有限公司", "9199010000000014XX"),
    ("设计单位", "江城市建筑设计研究院有限公司", "919901000000001316"),
    ("施工单位", "江城建工集团有限公司", "91990100000000115G"),
    ("监理单位", "江城诚信监理有限公司", "91990100000000158X"),
)
BUILDINGS = (("1# 标准厂房", "18000.00"), ("2# 标准厂房", "13500.00"))
MATERIALS = (
    "建筑工程施工许可证申请表",
    "建筑工程用地批准手续（建设用地规划许可证或不动产权证书）",
    "建设工程规划许可证",
    "直接发包情况说明",
    "建设工程施工合同",
    "施工图设计文件审查合格书",
    "满足施工需要的消防设计图纸及技术资料",
    "建设资金已经落实承诺书",
    "建设工程监理合同",
    "保证工程质量和安全的具体措施资料（含施工组织设计、危大工程清单及安全管理措施）",
    "农民工工资专用账户、工资保证金和实名制管理承诺",
)
INSURANCE = "工伤保险参保证明"


def apply_at_counter(desk: Desk) -> str:
    """Fill and submit the application; return the number of the case."""
    fill_application(desk)
    desk.submit("提交申请")
    return desk.page.url.rsplit("/", 1)[-1]


def fill_application(desk: Desk, lead_id: str = "990102198509180416") -> None:
    """Fill the whole form: supervised factories that four departments review; no insurance yet."""
    desk.page.goto("/cases/start")
    desk.page.get_by_role("link", name="填写申请").first.click()
    _works(desk)
    _developer(desk, lead_id)
    _permits(desk)
    _size(desk)
    _units(desk, lead_id)
    _buildings(desk)
    desk.hand_in(*MATERIALS)
    _promises(desk)


def _works(desk: Desk) -> None:
    desk.write(
        {
            "项目代码": "2601-990103-04-01-100044",
            "工程名称": "高新区标准厂房 B 区",
            "建设地址": "江城市高新区创新大道 18 号",
            "经纬度坐标": "114.305500,30.593100",
            "建设规模": "单层与多层标准厂房两栋",
        },
        desk.page.get_by_role("group", name="项目", exact=True),
    )
    desk.choose(
        {"工程分类": "房屋建筑工程", "建设性质": "新建", "所属县区": "高新区 990103"},
    )


def _developer(desk: Desk, lead_id: str) -> None:
    developer = desk.page.get_by_role("group", name="建设单位", exact=True)
    desk.choose({"建设单位类型": "企业法人", "负责人证件类型": "居民身份证"}, developer)
    desk.write(
        {
            "建设单位名称": "江城高新产业投资有限公司",
            "统一社会信用代码": "919901000000000865",
            "项目负责人": "贺磊",
            "公民身份号码": lead_id,
            "负责人手机号": "15400000004",
            "联系人": "贺磊",
            "联系人手机号": "15400000004",
        },
        developer,
    )


def _permits(desk: Desk) -> None:
    desk.tick("依法应当实行监理")
    desk.write(
        {
            "建设用地规划许可证号（或不动产权证号）": "地字第990103202500044号",
            "建设工程规划许可证号": "建字第990103202600044号",
            "施工图审查合格书编号": "SC-2026-0044-1",
        }
    )


def _size(desk: Desk) -> None:
    desk.write(
        {
            "总建筑面积（㎡）": "31,500.00",
            "其中地上（㎡）": "31500",
            "其中地下（㎡）": "0",
            "其中人防（㎡）": "0",
            "合同价格（万元）": "9860.000000",
            "计划开工日期": "2026-12-01",
            "计划竣工日期": "2028-06-30",
        }
    )


def _units(desk: Desk, lead_id: str) -> None:
    for number, (kind, name, code) in enumerate(UNITS, start=1):
        if number > 1:
            desk.page.get_by_role("group", name="责任主体", exact=True).get_by_role(
                "button", name="添加一行"
            ).click()
        row = desk.page.locator("[data-rows=units] > [data-row]").nth(number - 1)
        row.get_by_label("单位类型", exact=True).select_option(label=kind)
        desk.write(
            {
                "单位名称": name,
                "统一社会信用代码": code,
                "资质等级": "甲级",
                "法定代表人": "周建国",
                "项目负责人": "贺明",
                "项目负责人公民身份号码": lead_id,
                "项目负责人手机号": "15400000004",
            },
            row,
        )


def _buildings(desk: Desk) -> None:
    for number, (name, area) in enumerate(BUILDINGS, start=1):
        if number > 1:
            desk.page.get_by_role("group", name="单体工程", exact=True).get_by_role(
                "button", name="添加一行"
            ).click()
        row = desk.page.locator("[data-rows=buildings] > [data-row]").nth(number - 1)
        row.get_by_label("结构体系", exact=True).select_option(label="框架结构")
        sizes = {"地上层数": "3", "地下层数": "0", "建筑高度（m）": "18.5", "建筑面积（㎡）": area}
        desk.write({"单体名称": name, **sizes}, row)


def _promises(desk: Desk) -> None:
    promises = desk.page.get_by_role("group", name="承诺与声明", exact=True)
    for box in promises.get_by_role("checkbox").all():
        box.check()
    desk.write({"签名（建设单位项目负责人或代理人）": "贺磊"}, promises)
    desk.write({"签署日期": "2026-09-21"}, promises)
    desk.page.keyboard.press("Escape")
    expect(promises.get_by_role("checkbox", checked=False)).to_have_count(0)
