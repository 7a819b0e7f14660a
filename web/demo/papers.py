"""Papers of the demo's applicants: small real PDF and JPEG files with the works' name on them."""

import io
import time
from dataclasses import dataclass
from datetime import date
from functools import cache

from PIL import Image, ImageDraw, ImageFont

PAGE = (620, 877)  # A4 at 75 dpi: legible on screen, 20 to 30 kB
PHOTO = (800, 600)
RESOLUTION = 75.0
INK, RED, GREY, DESK = (30, 34, 42), (196, 40, 40), (206, 210, 216), (116, 106, 98)

#: Fonts with Chinese and the face of simplified Chinese in each; Pillow knows the usual folders.
CHINESE_FONTS = (
    ("NotoSansCJK-Regular.ttc", 2),
    ("NotoSansCJKsc-Regular.otf", 0),
    ("NotoSansSC-Regular.otf", 0),
    ("SourceHanSansCN-Regular.otf", 0),
    ("wqy-microhei.ttc", 0),
    ("wqy-zenhei.ttc", 0),
    ("PingFang.ttc", 0),
    ("STHeiti Light.ttc", 0),
    ("msyh.ttc", 0),
    ("simhei.ttf", 0),
)

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont


@dataclass(frozen=True)
class Paper:
    """A paper to attach: its title, the works it is about, who made it and when.

    It stands for the id of its attachment in a form's values until it is kept.
    """

    title: str
    title_en: str
    works: str
    project_code: str
    maker: str
    made_on: date
    #: pdf or jpg.
    ending: str = "pdf"

    @property
    def file_name(self) -> str:
        """Return the name it is uploaded under."""
        return f"{self.title}.{self.ending}"


def draw(paper: Paper) -> bytes:
    """Return the file of a paper."""
    image = _photo(paper) if paper.ending == "jpg" else _page(paper)
    kept = io.BytesIO()
    if paper.ending == "jpg":
        image.save(kept, "JPEG", quality=60)
    else:
        # A fixed date, so that the same paper is the same file and is kept once.
        made = time.struct_time((*paper.made_on.timetuple()[:3], 9, 0, 0, 0, 1, 0))
        image.save(
            kept,
            "PDF",
            resolution=RESOLUTION,
            quality=60,
            creationDate=made,
            modDate=made,
            title=paper.title,
        )
    return kept.getvalue()


def _page(paper: Paper) -> Image.Image:
    image = Image.new("RGB", PAGE, "white")
    pen = ImageDraw.Draw(image)
    _centred(pen, 90, paper.title if _has_chinese() else paper.title_en, 26)
    pen.line((60, 140, PAGE[0] - 60, 140), fill=INK, width=2)
    for row, (name, value) in enumerate(_lines(paper)):
        top = 180 + 44 * row
        pen.text((70, top), name, font=_font(15), fill=INK)
        pen.text((190, top), value, font=_font(15), fill=INK)
        pen.line((186, top + 26, PAGE[0] - 70, top + 26), fill=GREY)
    for top in range(440, 660, 26):
        pen.line((70, top, PAGE[0] - 70 - (top * 37) % 190, top), fill=GREY, width=7)
    _seal(pen, PAGE[0] - 170, 720)
    return image


def _photo(paper: Paper) -> Image.Image:
    image = Image.new("RGB", PHOTO, DESK)
    pen = ImageDraw.Draw(image)
    pen.rectangle((60, 90, PHOTO[0] - 60, PHOTO[1] - 70), fill=(250, 249, 244), outline=GREY)
    pen.text((90, 120), paper.title if _has_chinese() else paper.title_en, font=_font(28), fill=INK)
    for row, (name, value) in enumerate(_lines(paper)):
        pen.text((90, 190 + 46 * row), f"{name}  {value}", font=_font(19), fill=INK)
    _seal(pen, PHOTO[0] - 190, 430)
    return image


def _lines(paper: Paper) -> tuple[tuple[str, str], ...]:
    if not _has_chinese():
        return (("Project", paper.project_code), ("Date", paper.made_on.isoformat()))
    return (
        ("工程名称", paper.works),
        ("项目代码", paper.project_code),
        ("出具单位", paper.maker),
        ("出具日期", f"{paper.made_on:%Y 年 %m 月 %d 日}"),
        ("说　　明", "演示数据，不具法律效力"),
    )


def _seal(pen: ImageDraw.ImageDraw, left: int, top: int) -> None:
    pen.ellipse((left, top, left + 100, top + 100), outline=RED, width=3)
    word = "演示" if _has_chinese() else "DEMO"
    pen.text((left + 50, top + 50), word, font=_font(26), fill=RED, anchor="mm")


def _centred(pen: ImageDraw.ImageDraw, top: int, text: str, size: int) -> None:
    pen.text((PAGE[0] // 2, top), text, font=_font(size), fill=INK, anchor="mm")


@cache
def _font(size: int) -> Font:
    found = _chinese_face()
    return ImageFont.load_default(size) if found is None else _load(*found, size)


def _has_chinese() -> bool:
    return _chinese_face() is not None


@cache
def _chinese_face() -> tuple[str, int] | None:
    for name, face in CHINESE_FONTS:
        try:
            _load(name, face, 12)
        except OSError:
            continue
        return name, face
    return None


def _load(name: str, face: int, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(name, size, index=face)
