"""Head and foot of the pages, as an organization sets them for itself and for those below it."""

import io

import pytest
from PIL import Image

from disclosure.core import clock
from disclosure.files.models import KeptFile
from disclosure.files.operations import keep_picture
from disclosure.items.operations import sweep_files
from tests.board import hanging
from tests.board.hanging import address

pytestmark = pytest.mark.django_db
ICP, POLICE = "京ICP备00000000号-1", "京公网安备00000000000000号"


@pytest.fixture
def dressed(school, now):
    """The bureau has set all of it, the school its own colour."""
    file = io.BytesIO()
    Image.new("RGB", (600, 400), "white").save(file, "PNG")
    bureau, organization = school.bureau, school.organization
    bureau.emblem = keep_picture(file, "emblem.png")
    bureau.link_colour, bureau.site_code, bureau.icp_number = "#2f4a2c", "0000000000", ICP
    bureau.police_number, bureau.faults_address = POLICE, "https://faults.example/1"
    bureau.save()
    organization.link_colour = "#3f3a7c"
    organization.save()
    return school


def test_what_the_nearest_organization_has_set_counts(client, dressed):
    up = hanging.put_up(dressed, wish_days=15)
    for path, colour in (("/", "2f4a2c"), (dressed.organization.url, "3f3a7c"), (address(up), "3f3a7c")):
        page = client.get(path).text
        assert f'href="/colour-{colour}.css"' in page, path
        assert '<img class="emblem" src="/emblem/QL/" width="480" height="320" alt="">' in page, path
        assert '<meta property="og:image" content="http://testserver/emblem/QL/">' in page, path
        assert '<meta name="SiteIDCode" content="0000000000">' in page, path
        for said in (ICP, POLICE, "?code=00000000000000", 'href="https://faults.example/1"', 'href="/map/"'):
            assert said in page, (path, said)


def test_the_colour_is_a_stylesheet_of_its_own_kept_for_ever(client, dressed):
    answer = client.get("/colour-3f3a7c.css")
    assert answer.headers["Content-Type"] == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "--link: #3f3a7c" in answer.text
    assert client.get("/colour-red.css").status_code == 404


def test_an_emblem_is_served_as_long_as_its_organization_is_public(client, dressed):
    with clock.moved(hanging.NOW.replace(year=2027)):
        sweep_files()
    assert KeptFile.objects.exists()
    answer = client.get("/emblem/ql/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/webp")
    assert client.get(f"/emblem/{dressed.organization.code}/").status_code == 404
    dressed.bureau.live = False
    dressed.bureau.save()
    assert client.get("/emblem/QL/").status_code == 404


def test_the_map_leads_to_every_column(client, dressed):
    page = client.get("/map/").text
    for place in (dressed.bureau, dressed.organization, dressed.column):
        assert f'href="{place.url}"' in page


def test_components_are_shown_with_the_demo_alone(client, now, settings):
    settings.DISCLOSURE_DEMO = False
    assert client.get("/components/").status_code == 404
    settings.DISCLOSURE_DEMO = True
    assert "<title>部件｜" in client.get("/components/").text  # whatever is shown on it
