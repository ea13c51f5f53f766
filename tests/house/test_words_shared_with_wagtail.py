"""Our catalogue stands before Wagtail's and Django's: a word that both have reads on their pages as ours says."""

from importlib.util import find_spec
from pathlib import Path

from babel.messages.mofile import read_mo

import disclosure

# English → why our Chinese serves their pages as well.
AGREED = {
    ", ": "between the names of a list stands 、",
    "Add": "添加 everywhere, where they have 增加 and 新增",
    "All": "全部 and 所有 are the same",
    "Changes": "改动 and 更改 are the same",
    "Filter": "to filter is 筛选 (docs/decisions/0003)",
    "Name": "of a thing: 名称",
    "name": "of a thing: 名称",
    "Saving…": "another ellipsis",
    "Search": "one searches by 查找, on the board and here",
    "comment": "their comments are switched off",
    "hash": "哈希值 and 哈希 are the same",
    "subject": "of a form that is mailed, which no site here has",
}
PACKAGES = ["wagtail", "wagtail_modeladmin"]
DJANGO = ["conf", "contrib/auth", "contrib/contenttypes", "contrib/sessions"]


def catalogs() -> list[Path]:
    found = [path for name in PACKAGES for path in folder(name).rglob("locale/zh_Hans/LC_MESSAGES/django.mo")]
    return found + [folder("django") / part / "locale/zh_Hans/LC_MESSAGES/django.mo" for part in DJANGO]


def folder(package: str) -> Path:
    return Path(find_spec(package).origin).parent


def words(path: Path) -> dict[tuple, str]:
    with path.open("rb") as file:
        return {
            (str(entry.id), entry.context): str(entry.string) for entry in read_mo(file) if entry.id and entry.string
        }


def test_a_word_of_ours_means_the_same_on_their_pages():
    ours = words(Path(disclosure.__file__).parent / "locale/zh_Hans/LC_MESSAGES/django.mo")
    differ = {
        key[0] for path in catalogs() for key, chinese in words(path).items() if ours.get(key, chinese) != chinese
    }
    assert len(catalogs()) > 10
    assert differ - set(AGREED) == set(), "give ours another English, or their Chinese"
    assert set(AGREED) - differ == set(), "agreed on, and no longer so"
