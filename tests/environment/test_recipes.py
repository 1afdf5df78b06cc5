"""The package, conda's file and Binder's recipe say the same, and each carries what lessons need."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).parents[2]
CONDA_NAMES = {"pytorch-cpu": "torch"}


@pytest.fixture(scope="module")
def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture(scope="module")
def conda():
    return yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))


def pip_part(conda):
    return next(part["pip"] for part in conda["dependencies"] if isinstance(part, dict))


def test_pyproject_never_asks_for_torch(project):
    every = [project["dependencies"], *project["optional-dependencies"].values()]
    names = {Requirement(line).name for part in every for line in part}
    assert names.isdisjoint({"torch", "torchvision", "torchaudio"})


def test_conda_brings_a_fitting_python_and_the_rest_comes_from_pyproject(project, conda):
    plain = [part for part in conda["dependencies"] if isinstance(part, str)]
    python = next(part for part in plain if part.startswith("python="))
    assert SpecifierSet(project["requires-python"]).contains(python.removeprefix("python="))
    assert "pip" in plain and conda["channels"] == ["conda-forge"]
    editable = next(line for line in pip_part(conda) if line.startswith("-e "))
    extras = re.fullmatch(r"-e \.\[(.+)\]", editable)[1].split(",")
    assert "course" in extras and set(extras) <= set(project["optional-dependencies"])
    assert "-c requirements.lock" in pip_part(conda)
    doubled = {Requirement(line).name for line in project["dependencies"]} & {part.split("=")[0] for part in plain}
    assert not doubled, "what pyproject asks for must come from one place"


def test_conda_brings_the_cpu_build_of_the_torch_that_make_course_installs(conda):
    from aiskills.bootstrap import TORCH

    torch = next(part for part in conda["dependencies"] if isinstance(part, str) and part.startswith("pytorch"))
    name, wish = re.match(r"([a-z-]+)(.*)", torch).groups()
    assert CONDA_NAMES[name] == "torch" and SpecifierSet(wish).contains(TORCH)


def test_each_dependency_of_conda_has_its_reason():
    lines = (ROOT / "environment.yml").read_text("utf-8").split("dependencies:\n")[1].splitlines()
    without = [line for line in lines if line.strip().startswith("-") and "#" not in line and "pip:" not in line]
    assert without == []


def test_each_dependency_of_the_package_has_its_reason():
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    lines = re.search(r"\ndependencies = \[\n(.*?)\n\]", text, re.S)[1].splitlines()
    assert lines and [line for line in lines if "#" not in line] == []


def test_the_lock_holds_every_dependency_in_a_version_that_fits(project):
    from aiskills.doctor import locked

    lock = locked((ROOT / "requirements.lock").read_text("utf-8"))
    every = [*project["dependencies"], *(line for part in project["optional-dependencies"].values() for line in part)]
    for line in every:
        wish = Requirement(line)
        assert wish.name.lower() in lock, f"{wish.name} is missing from requirements.lock: run `make lock`"
        assert wish.specifier.contains(lock[wish.name.lower()]), line


@pytest.mark.shows("binder", "recipe", slug="*")
def test_binder_derives_its_recipe_from_the_repository(copy):
    """repo2docker writes the recipe without an engine; the repository must be there before pip reads it."""
    said = subprocess.run(
        [sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(copy)],
        capture_output=True,
        text=True,
        timeout=600,
    )
    recipe = said.stdout + said.stderr
    assert said.returncode == 0, recipe[-2000:]
    assert 'env update -p ${NB_PYTHON_PREFIX} --file "environment.yml"' in recipe
    assert recipe.index("COPY --chown=0:0 src/ ${REPO_DIR}/") < recipe.index('--file "environment.yml"')
    assert recipe.index('--file "environment.yml"') < recipe.index("RUN ./postBuild"), "the models come last"


def test_binder_fetches_the_models_when_it_builds():
    text = (ROOT / "postBuild").read_text("utf-8")
    assert "aiskills models fetch\n" in text and text.startswith("#!/bin/bash\n") and "set -euo pipefail" in text
    assert os.access(ROOT / "postBuild", os.X_OK)


def test_the_wheel_carries_data_lessons_and_licences(copy, tmp_path):
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(copy)],
        check=True,
        capture_output=True,
        timeout=600,
    )
    (wheel,) = tmp_path.glob("aiskills-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    for source in (ROOT / "datasets").rglob("*"):
        if source.is_file() and "__pycache__" not in source.parts:
            assert f"aiskills/{source.relative_to(ROOT).as_posix()}" in names
    for source in (ROOT / "src/aiskills").rglob("*"):
        if source.is_file() and "__pycache__" not in source.parts:
            assert source.relative_to(ROOT / "src").as_posix() in names
    assert {"LICENSE", "LICENSE-CONTENT"} <= {Path(name).name for name in names}
    assert wheel.stat().st_size < 10e6, "a Colab notebook fetches this each time"


def test_importing_what_lessons_import_stays_light():
    heavy = ["torch", "transformers", "pandas", "numpy", "matplotlib", "sklearn", "ipywidgets", "rich", "requests"]
    program = f"import sys; from aiskills import learn; print(*(set({heavy}) & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == []
