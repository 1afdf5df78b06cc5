"""Pictures of a page become small files that are fetched late."""

import base64
import io

import pytest
from PIL import Image

from aiskills.publishing.pictures import light_pictures


def png(size=(300, 200), dots=110):
    image = Image.new("RGB", size, "white")
    for x in range(size[0]):
        image.putpixel((x, x % size[1]), (x % 256, 40, 80))
    written = io.BytesIO()
    image.save(written, format="png", dpi=(dots, dots))
    return written.getvalue()


@pytest.fixture
def page(tmp_path):
    page = tmp_path / "notebooks/area/x.html"
    page.parent.mkdir(parents=True)
    (tmp_path / "_images").mkdir()
    return page


def test_a_picture_in_the_page_becomes_a_file_and_twice_is_as_once(tmp_path, page):
    (tmp_path / "_images/one.png").write_bytes(png())
    inline = base64.b64encode(png((60, 40))).decode()
    page.write_text(
        '<img src="../../_static/logo.svg" alt=""/><img alt="a > b" src="../../_images/one.png" />'
        f'<img alt="inline" width="60" height="40" src="data:image/png;base64,{inline}"/>'
    )
    light_pictures(tmp_path, [page])
    once = page.read_text()
    assert "data:image" not in once and once.count('loading="lazy"') == 2
    assert '<img src="../../_static/logo.svg" alt=""/>' in once
    assert 'src="../../_images/one.webp" loading="lazy" decoding="async" width="300" height="200"' in once
    files = sorted((tmp_path / "_images").iterdir())
    assert [path.suffix for path in files] == [".webp", ".webp"]
    light_pictures(tmp_path, [page])
    assert page.read_text() == once


def test_a_picture_that_no_page_shows_any_more_is_deleted(tmp_path, page):
    for name in ("old.png", "old.webp", "kept.svg", "one.png"):
        (tmp_path / "_images" / name).write_bytes(png())
    page.write_text('<img alt="a" src="../../_images/one.png"/><img alt="b" src="../../_images/kept.svg"/>')
    light_pictures(tmp_path, [page])
    assert {path.name for path in (tmp_path / "_images").iterdir()} == {"one.webp", "kept.svg"}


def test_a_picture_loses_no_sharpness_and_few_colours(tmp_path, page):
    (tmp_path / "_images/one.png").write_bytes(png())
    page.write_text('<img alt="a" src="../../_images/one.png"/>')
    light_pictures(tmp_path, [page])
    small = Image.open(tmp_path / "_images/one.webp").convert("RGB")
    drawn = Image.open(io.BytesIO(png())).convert("RGB")
    assert small.size == drawn.size
    far = max(
        abs(a - b) for x in range(300) for a, b in zip(small.getpixel((x, 7)), drawn.getpixel((x, 7)), strict=True)
    )
    assert far <= 8, "a colour of a line or a letter is another one"


def test_a_picture_of_more_dots_is_shown_at_its_size(tmp_path, page):
    (tmp_path / "_images/dense.png").write_bytes(png((450, 300), dots=165))
    page.write_text('<img alt="a" src="../../_images/dense.png"/>')
    light_pictures(tmp_path, [page])
    assert 'width="300" height="200"' in page.read_text()


def test_the_look_of_the_tables_stands_once_in_the_page(tmp_path, page):
    look = "<style>.figure-data-frame{color:inherit}</style>"
    page.write_text(f"<head><style>p{{}}</style></head><p>{look}</p><p>{look}</p>")
    light_pictures(tmp_path, [page])
    assert page.read_text() == f"<head><style>p{{}}</style>{look}\n</head><p></p><p></p>"
    light_pictures(tmp_path, [page])
    assert page.read_text().count(look) == 1
