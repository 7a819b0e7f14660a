"""What the demo town builds: companies, projects, lots, and the certificates departments share.

Numbers are fictional and well-formed: credit codes and identity numbers begin with a region that
does not exist and end in their true check digit; mobile numbers lie in a segment not in service.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Company:
    """An organisation of the town's register."""

    code: str
    name: str
    role: str
    qualification: str = ""
    credit_grade: str = "A"
    #: enterprise or institution, as the application asks.
    kind: str = "enterprise"
    legal_person: str = ""


@dataclass(frozen=True)
class Contact:
    """A person an application names, with identity number and mobile."""

    name: str
    id_number: str
    mobile: str


@dataclass(frozen=True)
class Building:
    """A single building of a lot; height in metres, area in m²."""

    name: str
    structure: str
    storeys_up: int
    storeys_down: int
    height: str
    area: str


@dataclass(frozen=True)
class Project:
    """A project by its 项目代码, with what is true of all its lots."""

    #: Serial in the numbers of its certificates.
    serial: int
    code: str
    name: str
    developer: str
    lead: Contact
    address: str
    region: str
    coordinates: str
    is_municipal: bool = False
    is_special: bool = False
    is_tendered: bool = False
    is_supervised: bool = False


@dataclass(frozen=True)
class Lot:
    """What one permit is asked for; areas in m², price in 万元."""

    key: str
    project: Project
    name: str
    scale: str
    above: str
    below: str
    civil_defence: str
    price: str
    buildings: tuple[Building, ...]
    ends_on: date
    nature: str = "new"
    #: Kinds of certificate it applied for and did not get: they are not shared.
    not_passed: tuple[str, ...] = ()

    @property
    def area(self) -> str:
        """Return the gross floor area."""
        return str(Decimal(self.above) + Decimal(self.below))

    def certificate(self, kind: str) -> str:
        """Return the number of a shared certificate of the lot."""
        return certificate_number(kind, self)


#: Kind of shared certificate: title, issuer, pattern of its number.
CERTIFICATES = {
    "land_use": ("建设用地规划许可证", "江城市自然资源和规划局", "地字第{region}2025{serial:05}号"),
    "planning_permit": (
        "建设工程规划许可证",
        "江城市自然资源和规划局",
        "建字第{region}2026{serial:05}号",
    ),
    "drawing_review": (
        "施工图设计文件审查合格书",
        "江城市施工图审查中心",
        "SC-2026-{serial:04}-{key}",
    ),
    "bid_award": ("中标通知书", "江城市公共资源交易中心", "ZB-2026-{serial:04}-{key}"),
    "fire_design_review": (
        "特殊建设工程消防设计审查意见书",
        "江城市工程建设管理局",
        "XF-2026-{serial:04}-{key}",
    ),
}


def certificate_number(kind: str, lot: Lot) -> str:
    """Return the number a kind of certificate has for a lot; land and planning go by project."""
    project = lot.project
    return CERTIFICATES[kind][2].format(
        region=project.region, serial=project.serial, key=lot.key.rpartition("-")[2]
    )


def certificates_of(lot: Lot) -> tuple[str, ...]:
    """Return the kinds of certificate the lot's project has in the shared register."""
    project = lot.project
    kinds = ["land_use", "planning_permit", "drawing_review"]
    kinds += ["bid_award"] if project.is_tendered else []
    kinds += ["fire_design_review"] if project.is_special else []
    return tuple(kind for kind in kinds if kind not in lot.not_passed)
