"""The fixed words around a form, in Chinese and in English."""

WORDS = {
    "required": ("必填", "required"),
    "optional": ("选填", "optional"),
    "choose": ("请选择", "Choose"),
    "add_row": ("添加一行", "Add a row"),
    "remove_row": ("删除", "Remove"),
    "no_options": ("没有可选项", "Nothing to choose from"),
    "redraw": ("按所填内容更新表单", "Update the form"),
    "colon": ("：", ": "),
    "no_rows": ("还没有内容，点“添加一行”开始填写", "Nothing yet; add a row to begin"),
    "row": ("第 {} 行", "Row {}"),
    "choose_files": ("选择文件", "Choose files"),
    "no_files": ("尚未选择文件", "No file chosen"),
    "remove_file": ("移除", "Remove"),
    "open_file": ("查看", "Open"),
    "keep_file": ("保留此附件", "Keep this file"),
    "accepts": ("接受", "Accepts"),
    "date_hint": ("格式 2026-11-10", "Such as 2026-11-10"),
    "open_calendar": ("打开日历", "Open the calendar"),
    "errors_title": ("有 {} 处需要修改", "{} thing(s) to correct"),
    "errors_help": (
        "点击条目可直接到达该项；已填内容都已保留。",
        "Each line leads to its field; nothing typed was lost.",
    ),
    "whole_form": ("整张表单", "The whole form"),
    "override": (
        "证照已核对无误，由窗口负责人放行（将留痕）",
        "Checked against the certificate: released by the head of the counter (recorded)",
    ),
    "capital": ("大写：", "In capital figures: "),
    "registered": ("主体库：", "In the register: "),
    "shared": ("共享证照：", "Shared certificate: "),
    "valid_until": ("，有效期至 ", ", valid until "),
    "not_registered": ("主体库中没有此代码", "Not in the register"),
    "computed": ("由系统计算", "Computed"),
    "material": ("材料", "Material"),
    "state": ("情况", "State"),
    "proof": ("附件或证照编号", "Files or certificate"),
    "certificate": ("证照编号", "Certificate number"),
    "note": ("备注", "Note"),
    "files": ("附件", "Files"),
    "not_needed_title": ("按所填情形不需要的材料", "Not needed in this situation"),
    "state_supplied": ("已提交", "Supplied"),
    "state_shared": ("共享免交", "Shared"),
    "state_promised": ("容缺承诺", "Promised"),
    "state_missing": ("缺少", "Missing"),
    "state_not_needed": ("不涉及", "Not needed"),
    "necessity_main": ("主审要件", "Main item"),
    "necessity_promise": ("可容缺", "May follow later"),
    "necessity_statement": ("承诺声明", "Statement"),
    "yes": ("是", "Yes"),
    "no": ("否", "No"),
    "empty": ("未填", "Not given"),
    "masked": ("已隐去中间部分", "Middle part hidden"),
}


def words_in(language: str) -> dict[str, str]:
    """Return every word in `language` ("zh_CN" or "en")."""
    column = 0 if language.startswith("zh") else 1
    return {key: pair[column] for key, pair in WORDS.items()}
