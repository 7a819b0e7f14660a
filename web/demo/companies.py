"""The organisations of the demo town; every code ends in its true check digit."""

from web.demo.works import Company

COMPANIES = (
    Company("11990100000000019F", "江城市工程建设管理局", "主管部门", kind="government"),
    Company("11990100000000027A", "江城市自然资源和规划局", "联审部门", kind="government"),
    Company("119901000000000355", "江城市人力资源和社会保障局", "联审部门", kind="government"),
    Company("119901000000000430", "江城市国防动员办公室", "联审部门", kind="government"),
    Company(
        "12990100000000051P",
        "江城市卫生基建服务中心",
        "建设单位",
        kind="institution",
        legal_person="许春生",
    ),
    Company(
        "9199010000000006XA",
        "江城云栖置业有限公司",
        "建设单位",
        credit_grade="B",
        legal_person="潘文渊",
    ),
    Company(
        "12990100000000078F",
        "江城市教育基建管理中心",
        "建设单位",
        kind="institution",
        legal_person="孟庆云",
    ),
    Company("919901000000000865", "江城高新产业投资有限公司", "建设单位", legal_person="汪立新"),
    Company("919901000000000940", "江城市政建设投资有限公司", "建设单位", legal_person="韩振东"),
    Company(
        "91990100000000107M",
        "江城文旅会展有限公司",
        "建设单位",
        credit_grade="C",
        legal_person="曾雨晴",
    ),
    Company(
        "91990100000000115G",
        "江城建工集团有限公司",
        "施工单位",
        "建筑工程施工总承包特级",
        legal_person="罗建华",
    ),
    Company(
        "91990100000000123B",
        "华中路桥工程有限公司",
        "施工单位",
        "市政公用工程施工总承包一级",
        legal_person="向前进",
    ),
    Company(
        "919901000000001316",
        "江城市建筑设计研究院有限公司",
        "设计单位",
        "建筑行业甲级",
        legal_person="叶知秋",
    ),
    Company(
        "9199010000000014XX",
        "江城岩土勘察有限公司",
        "勘察单位",
        "工程勘察综合甲级",
        legal_person="石磊",
    ),
    Company(
        "91990100000000158X",
        "江城诚信监理有限公司",
        "监理单位",
        "房屋建筑工程监理甲级",
        legal_person="程守信",
    ),
)
COMPANY = {company.name: company for company in COMPANIES}

#: Project leaders of the responsible units, by the unit's name.
LEADERS = {
    "江城建工集团有限公司": ("熊大庆", "99010219760408061"),
    "华中路桥工程有限公司": ("路远", "99010219830915071"),
    "江城市建筑设计研究院有限公司": ("简明", "99010219800127082"),
    "江城岩土勘察有限公司": ("岩松", "99010219850619091"),
    "江城诚信监理有限公司": ("严正清", "99010219720303101"),
}
