"""Pictures of a page become small files that are fetched late."""

import base64
import io

from PIL import Image

from aiskills.publishing.pictures import light_pictures


def png(size=(300, 200)):
    image = Image.new("RGB", size, "white")
    for x in range(size[0]):
        image.putpixel((x, x % size[1]), (x % 256, 40, 80))
    written = io.BytesIO()
    image.save(written, format="png")
    return written.getvalue()


def test_a_picture_in_the_page_becomes_a_file_and_twice_is_as_once(tmp_path):
    page = tmp_path / "notebooks/area/x.html"
    page.parent.mkdir(parents=True)
    (tmp_path / "_images").mkdir()
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
    assert 'src="../../_images/one.png" loading="lazy" width="300" height="200"' in once
    files = sorted((tmp_path / "_images").iterdir())
    assert len(files) == 2 and all(Image.open(path).mode == "P" for path in files)
    light_pictures(tmp_path, [page])
    assert page.read_text() == once
