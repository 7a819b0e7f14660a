"""The steps of the permit, each done by whose turn it is, in that person's own browser."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from desks import Desk

NOTHING: Mapping[str, str] = MappingProxyType({})
REVIEWERS = {
    "市自然资源和规划局": "linshu",
    "质监科": "sunlei",
    "安监科": "wugang",
    "市人力资源和社会保障局": "xuqing",
}
CONDITIONS = (
    "已办理用地批准手续",
    "已取得建设工程规划许可证（依法应当办理的）",
    "拆迁进度符合施工要求（需要拆迁的）",
    "已依法确定建筑施工企业",
    "资金安排、施工图纸及技术资料满足施工需要",
    "有保证质量和安全的具体措施",
)


@dataclass
class Steps:
    """One case on its way; `sit` gives the browser of a person."""

    sit: Callable[..., Desk]
    number: str

    def check_materials(
        self, result: str = "齐全，予以受理", lacking: Mapping[str, str] = NOTHING
    ) -> Desk:
        """Fill the counter's review; `lacking` tells what is wrong with each material by name."""
        clerk = self.sit("chenting")
        clerk.take(self.number, "窗口收件审查")
        clerk.choose({"审查结果": result})
        for index, (material, problem) in enumerate(lacking.items()):
            if index:
                clerk.page.get_by_role("button", name="添加一行").click()
            row = clerk.page.locator("[data-rows=defects] > [data-row]").nth(index)
            clerk.choose({"材料": material, "问题": problem}, row)
            clerk.write(
                {"缺什么、错在哪里": f"{material}：{problem}", "如何补正": "请补交扫描件"}, row
            )
        clerk.submit()
        return clerk

    def accept(self, manner: str = "材料齐全") -> Desk:
        """Accept the application."""
        clerk = self.sit("chenting")
        clerk.take(self.number, "受理")
        clerk.choose({"受理方式": manner, "结果送达方式": "电子送达"})
        clerk.submit()
        return clerk

    def review(self, section: str, result: str = "同意") -> Desk:
        """Review for one department."""
        desk = self.open_review(section, result)
        desk.submit()
        return desk

    def open_review(self, section: str, result: str = "同意") -> Desk:
        """Fill the review of one department, without submitting it."""
        desk = self.sit(REVIEWERS[section])
        desk.take(self.number, "部门审查")
        desk.choose({"审查结论": result})
        desk.write({"审查意见": "已核对材料，符合规定。"})
        return desk

    def propose(self, proposal: str = "拟准予许可") -> Desk:
        """Draft the opinion of the case's handler."""
        handler = self.sit("hexiaoyu")
        handler.take(self.number, "承办人综合审查")
        handler.choose({"拟办意见": proposal})
        handler.write({"综合审查意见": "部门意见一致，条件逐项核对。"})
        if proposal == "拟准予许可":
            handler.tick(*CONDITIONS)
        else:
            handler.write(
                {
                    "拟不予许可的事实和理由": "未提交工伤保险参保证明，不符合许可条件。",
                    "拟不予许可的法律依据": "建筑法第八条",
                }
            )
        handler.submit()
        return handler

    def agree(self) -> Desk:
        """Agree to the proposal as chief of the section."""
        chief = self.sit("zhengkai")
        chief.take(self.number, "科长审核")
        chief.choose({"审核意见": "同意，报分管领导"})
        chief.write({"意见": "同意"})
        chief.submit()
        return chief

    def review_law(self) -> Desk:
        """Review a refusal's lawfulness."""
        lawyer = self.sit("fangzheng")
        lawyer.take(self.number, "法制审核")
        lawyer.tick("主体、权限合法", "事实清楚、证据充分")
        lawyer.choose({"审核意见": "同意"})
        lawyer.write({"意见": "程序合法，同意。"})
        lawyer.submit()
        return lawyer

    def decide(self, result: str = "准予许可") -> Desk:
        """Decide as the leader in charge."""
        leader = self.sit("wanghaibin")
        leader.take(self.number, "分管领导决定")
        leader.choose({"决定": result})
        if result == "准予许可":
            leader.write({"意见": "同意"})
        else:
            leader.write(
                {
                    "查明的事实": "申请人未提交工伤保险参保证明。",
                    "理由": "不符合建筑法第八条规定的条件。",
                    "法律依据": "建筑法第八条",
                }
            )
        leader.submit()
        return leader

    def serve(self) -> Desk:
        """Serve the decision electronically."""
        clerk = self.sit("chenting")
        clerk.take(self.number, "送达")
        clerk.choose({"送达方式": "电子送达"})
        clerk.write({"电子回执号或邮件号": "READ-20261019-001", "签收人": "贺磊"})
        clerk.submit()
        return clerk
