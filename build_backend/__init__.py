"""Build Banjie: setuptools, preceded by the web assets and the compiled translations.

This package is the PEP 517 backend named in `pyproject.toml`. It belongs to building only; the
running product never imports it.
"""

from __future__ import annotations

from typing import Any

from setuptools import build_meta

from build_backend import assets, node, translations

get_requires_for_build_sdist = build_meta.get_requires_for_build_sdist
prepare_metadata_for_build_wheel = build_meta.prepare_metadata_for_build_wheel
prepare_metadata_for_build_editable = build_meta.prepare_metadata_for_build_editable
build_sdist = build_meta.build_sdist


def get_requires_for_build_wheel(config_settings: Any = None) -> list[str]:
    """Return what building a wheel needs: setuptools' wishes, and Node where there is none."""
    return [*build_meta.get_requires_for_build_wheel(config_settings), *node.requirements()]


def get_requires_for_build_editable(config_settings: Any = None) -> list[str]:
    """Return what an editable install needs: setuptools' wishes, and Node where there is none."""
    return [*build_meta.get_requires_for_build_editable(config_settings), *node.requirements()]


def build_wheel(
    wheel_directory: str, config_settings: Any = None, metadata_directory: str | None = None
) -> str:
    """Build the generated files, then the wheel that carries them; return its file name."""
    build_generated_files()
    return str(build_meta.build_wheel(wheel_directory, config_settings, metadata_directory))


def build_editable(
    wheel_directory: str, config_settings: Any = None, metadata_directory: str | None = None
) -> str:
    """Build the generated files in place, then the editable wheel; return its file name."""
    build_generated_files()
    return str(build_meta.build_editable(wheel_directory, config_settings, metadata_directory))


def build_generated_files() -> None:
    """Bring the assets and the translations up to date; an unchanged tree costs milliseconds."""
    assets.build()
    translations.compile_all()
